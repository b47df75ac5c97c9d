struct node {
  struct node *next;
  int value;
};
struct device;
typedef unsigned long size_t;
enum state { IDLE, BUSY = 5 };

int length(struct node *head, size_t most) {
  int count = 0;
  for (; head && count < (int)most; head = head->next) {
    count++;
  }
  return count;
}

enum state state_of(struct device *device) {
  return device ? BUSY : IDLE;
}
