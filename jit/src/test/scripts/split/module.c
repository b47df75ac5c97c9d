typedef unsigned long size_t;
struct node {
  struct node *next;
  int value;
};
enum state { IDLE, BUSY = 5 };
struct device {
  struct node list;
  enum state state;
  char name[16];
};
struct node___old {
  int value;
};

int attach(struct device *device, size_t room, struct node___old *old) {
  return device->list.value + (int)room + old->value;
}
