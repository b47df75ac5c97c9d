package dev.hugetext.bpf.proto;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The helper functions of Linux 6.18, one row each.
 *
 * <p>The columns: number; argument kinds and kind of result by {@link ArgKind#notation} and {@link
 * ReturnKind#notation}; {@code gpl} if reserved to GPL-compatible programs and {@code pkt} if
 * packet pointers die at the call, {@code pktarg} if packet memory may be given to it, {@code
 * sleep} if it may sleep, {@code acq} if its result must be given back, {@code cast} if its result
 * is its argument seen otherwise; program types that may call it ({@code all} with exceptions, or a
 * list). The bytes of memory of a fixed size stand behind a colon.
 *
 * <p>Numbers, types and {@code gpl} were measured on a 6.18.44 kernel with all privileges by
 * loading one call per helper and type, with and without a licence. The types {@code lirc_mode2
 * tracing struct_ops ext lsm} could not be loaded there: only rows of {@code all} include them.
 * Argument kinds follow the public documentation of the helpers. A row without types was refused
 * everywhere.
 */
public enum HelperTable {
  // @formatter:off
  //                            number argument kinds                   result          flags  program types
  MAP_LOOKUP_ELEM              (  1, "map key",                       "map_value?",   "pktarg", "all"),
  MAP_UPDATE_ELEM              (  2, "map key value any",             "int",          "pktarg", "all"),
  MAP_DELETE_ELEM              (  3, "map key",                       "int",          "pktarg", "all"),
  PROBE_READ                   (  4, "umem size? any",                "int",          "gpl", "kprobe tracepoint perf_event raw_tracepoint raw_tracepoint_writable syscall"),
  KTIME_GET_NS                 (  5, "",                              "int",          "",    "all"),
  TRACE_PRINTK                 (  6, "mem size",                      "int",          "gpl", "all"),
  GET_PRANDOM_U32              (  7, "",                              "int",          "",    "all"),
  GET_SMP_PROCESSOR_ID         (  8, "",                              "int",          "",    "all"),
  SKB_STORE_BYTES              (  9, "ctx any mem size any",          "int",          "pkt", "sched_cls sched_act lwt_xmit sk_skb"),
  L3_CSUM_REPLACE              ( 10, "ctx any any any any",           "int",          "pkt", "sched_cls sched_act lwt_xmit"),
  L4_CSUM_REPLACE              ( 11, "ctx any any any any",           "int",          "pkt", "sched_cls sched_act lwt_xmit"),
  TAIL_CALL                    ( 12, "ctx map any",                   "void",         "",    "all"),
  CLONE_REDIRECT               ( 13, "ctx any any",                   "int",          "pkt", "sched_cls sched_act lwt_xmit"),
  GET_CURRENT_PID_TGID         ( 14, "",                              "int",          "",    "all"),
  GET_CURRENT_UID_GID          ( 15, "",                              "int",          "",    "all"),
  GET_CURRENT_COMM             ( 16, "umem size",                     "int",          "",    "all"),
  GET_CGROUP_CLASSID           ( 17, "ctx",                           "int",          "",    "all"),
  SKB_VLAN_PUSH                ( 18, "ctx any any",                   "int",          "pkt", "sched_cls sched_act"),
  SKB_VLAN_POP                 ( 19, "ctx",                           "int",          "pkt", "sched_cls sched_act"),
  SKB_GET_TUNNEL_KEY           ( 20, "ctx umem size any",             "int",          "",    "sched_cls sched_act lwt_xmit"),
  SKB_SET_TUNNEL_KEY           ( 21, "ctx mem size any",              "int",          "",    "sched_cls sched_act lwt_xmit"),
  PERF_EVENT_READ              ( 22, "map any",                       "int",          "gpl", "all"),
  REDIRECT                     ( 23, "any any",                       "int",          "",    "sched_cls sched_act xdp lwt_xmit"),
  GET_ROUTE_REALM              ( 24, "ctx",                           "int",          "",    "sched_cls sched_act lwt_in lwt_out lwt_xmit lwt_seg6local"),
  PERF_EVENT_OUTPUT            ( 25, "ctx map any mem size?",         "int",          "gpl", "all -sk_reuseport -flow_dissector -netfilter"),
  SKB_LOAD_BYTES               ( 26, "ctx any umem size",             "int",          "",    "socket_filter sched_cls sched_act cgroup_skb lwt_in lwt_out lwt_xmit sk_skb lwt_seg6local sk_reuseport flow_dissector"),
  GET_STACKID                  ( 27, "ctx map any",                   "int",          "gpl", "kprobe tracepoint perf_event raw_tracepoint raw_tracepoint_writable syscall"),
  CSUM_DIFF                    ( 28, "mem? size? mem? size? any",     "int",          "pktarg", "sched_cls sched_act xdp lwt_in lwt_out lwt_xmit lwt_seg6local"),
  SKB_GET_TUNNEL_OPT           ( 29, "ctx umem size",                 "int",          "",    "sched_cls sched_act lwt_xmit"),
  SKB_SET_TUNNEL_OPT           ( 30, "ctx mem size",                  "int",          "",    "sched_cls sched_act lwt_xmit"),
  SKB_CHANGE_PROTO             ( 31, "ctx any any",                   "int",          "pkt", "sched_cls sched_act"),
  SKB_CHANGE_TYPE              ( 32, "ctx any",                       "int",          "",    "sched_cls sched_act"),
  SKB_UNDER_CGROUP             ( 33, "ctx map any",                   "int",          "",    "sched_cls sched_act lwt_in lwt_out lwt_xmit lwt_seg6local"),
  GET_HASH_RECALC              ( 34, "ctx",                           "int",          "",    "sched_cls sched_act lwt_in lwt_out lwt_xmit lwt_seg6local"),
  GET_CURRENT_TASK             ( 35, "",                              "int",          "gpl", "all"),
  PROBE_WRITE_USER             ( 36, "any mem size",                  "int",          "",    ""),
  CURRENT_TASK_UNDER_CGROUP    ( 37, "map any",                       "int",          "",    "all"),
  SKB_CHANGE_TAIL              ( 38, "ctx any any",                   "int",          "pkt", "sched_cls sched_act lwt_xmit sk_skb"),
  SKB_PULL_DATA                ( 39, "ctx any",                       "int",          "pkt", "sched_cls sched_act lwt_in lwt_out lwt_xmit sk_skb lwt_seg6local"),
  CSUM_UPDATE                  ( 40, "ctx any",                       "int",          "",    "sched_cls sched_act lwt_xmit"),
  SET_HASH_INVALID             ( 41, "ctx",                           "int",          "",    "sched_cls sched_act lwt_xmit"),
  GET_NUMA_NODE_ID             ( 42, "",                              "int",          "",    "all"),
  SKB_CHANGE_HEAD              ( 43, "ctx any any",                   "int",          "pkt", "sched_cls sched_act lwt_xmit sk_skb"),
  XDP_ADJUST_HEAD              ( 44, "ctx any",                       "int",          "pkt", "xdp"),
  PROBE_READ_STR               ( 45, "umem size? any",                "int",          "gpl", "kprobe tracepoint perf_event raw_tracepoint raw_tracepoint_writable syscall"),
  GET_SOCKET_COOKIE            ( 46, "ctx",                           "int",          "",    "socket_filter sched_cls sched_act cgroup_skb cgroup_sock sock_ops sk_skb cgroup_sock_addr sk_reuseport syscall"),
  GET_SOCKET_UID               ( 47, "ctx",                           "int",          "",    "socket_filter sched_cls sched_act cgroup_skb sk_skb"),
  SET_HASH                     ( 48, "ctx any",                       "int",          "",    "sched_cls sched_act"),
  SETSOCKOPT                   ( 49, "ctx any any mem size",          "int",          "",    "sock_ops cgroup_sock_addr"),
  SKB_ADJUST_ROOM              ( 50, "ctx any any any",               "int",          "pkt", "sched_cls sched_act sk_skb"),
  REDIRECT_MAP                 ( 51, "map any any",                   "int",          "",    "xdp"),
  SK_REDIRECT_MAP              ( 52, "ctx map any any",               "int",          "",    "sk_skb"),
  SOCK_MAP_UPDATE              ( 53, "ctx map key any",               "int",          "",    "sock_ops"),
  XDP_ADJUST_META              ( 54, "ctx any",                       "int",          "pkt", "xdp"),
  PERF_EVENT_READ_VALUE        ( 55, "map any umem size",             "int",          "gpl", "all"),
  PERF_PROG_READ_VALUE         ( 56, "ctx umem size",                 "int",          "gpl", "perf_event"),
  GETSOCKOPT                   ( 57, "ctx any any umem size",         "int",          "",    "sock_ops cgroup_sock_addr"),
  OVERRIDE_RETURN              ( 58, "ctx any",                       "int",          "",    ""),
  SOCK_OPS_CB_FLAGS_SET        ( 59, "ctx any",                       "int",          "",    "sock_ops"),
  MSG_REDIRECT_MAP             ( 60, "ctx map any any",               "int",          "",    "sk_msg"),
  MSG_APPLY_BYTES              ( 61, "ctx any",                       "int",          "",    "sk_msg"),
  MSG_CORK_BYTES               ( 62, "ctx any",                       "int",          "",    "sk_msg"),
  MSG_PULL_DATA                ( 63, "ctx any any any",               "int",          "pkt", "sk_msg"),
  BIND                         ( 64, "ctx mem size",                  "int",          "",    ""),
  XDP_ADJUST_TAIL              ( 65, "ctx any",                       "int",          "pkt", "xdp"),
  SKB_GET_XFRM_STATE           ( 66, "ctx any umem size any",         "int",          "",    "sched_cls sched_act"),
  GET_STACK                    ( 67, "ctx umem size? any",            "int",          "gpl", "kprobe tracepoint perf_event raw_tracepoint raw_tracepoint_writable syscall"),
  SKB_LOAD_BYTES_RELATIVE      ( 68, "ctx any umem size any",         "int",          "",    "socket_filter sched_cls sched_act cgroup_skb sk_reuseport"),
  FIB_LOOKUP                   ( 69, "ctx wmem size any",             "int",          "gpl", "sched_cls sched_act xdp"),
  SOCK_HASH_UPDATE             ( 70, "ctx map key any",               "int",          "",    "sock_ops"),
  MSG_REDIRECT_HASH            ( 71, "ctx map key any",               "int",          "",    "sk_msg"),
  SK_REDIRECT_HASH             ( 72, "ctx map key any",               "int",          "",    "sk_skb"),
  LWT_PUSH_ENCAP               ( 73, "ctx any mem size",              "int",          "pkt", "lwt_in lwt_xmit"),
  LWT_SEG6_STORE_BYTES         ( 74, "ctx any mem size",              "int",          "pkt", "lwt_seg6local"),
  LWT_SEG6_ADJUST_SRH          ( 75, "ctx any any",                   "int",          "pkt", "lwt_seg6local"),
  LWT_SEG6_ACTION              ( 76, "ctx any mem size",              "int",          "pkt", "lwt_seg6local"),
  RC_REPEAT                    ( 77, "ctx",                           "int",          "",    ""),
  RC_KEYDOWN                   ( 78, "ctx any any any",               "int",          "",    ""),
  SKB_CGROUP_ID                ( 79, "ctx",                           "int",          "",    "sched_cls sched_act cgroup_skb"),
  GET_CURRENT_CGROUP_ID        ( 80, "",                              "int",          "",    "all"),
  GET_LOCAL_STORAGE            ( 81, "map zero",                      "map_value",    "",    "cgroup_skb cgroup_sock sock_ops cgroup_device cgroup_sock_addr cgroup_sysctl cgroup_sockopt"),
  SK_SELECT_REUSEPORT          ( 82, "ctx map key any",               "int",          "",    "sk_reuseport"),
  SKB_ANCESTOR_CGROUP_ID       ( 83, "ctx any",                       "int",          "",    "sched_cls sched_act cgroup_skb"),
  SK_LOOKUP_TCP                ( 84, "ctx mem size? any any",          "socket?",      "pktarg acq", "sched_cls sched_act xdp cgroup_skb sk_skb cgroup_sock_addr"),
  SK_LOOKUP_UDP                ( 85, "ctx mem size? any any",          "socket?",      "pktarg acq", "sched_cls sched_act xdp cgroup_skb sk_skb cgroup_sock_addr"),
  SK_RELEASE                   ( 86, "release_sock",                  "int",          "",    "sched_cls sched_act xdp cgroup_skb sk_skb cgroup_sock_addr sk_lookup"),
  MAP_PUSH_ELEM                ( 87, "map value any",                 "int",          "pktarg", "all"),
  MAP_POP_ELEM                 ( 88, "map uvalue",                    "int",          "",    "all"),
  MAP_PEEK_ELEM                ( 89, "map uvalue",                    "int",          "",    "all"),
  MSG_PUSH_DATA                ( 90, "ctx any any any",               "int",          "pkt", "sk_msg"),
  MSG_POP_DATA                 ( 91, "ctx any any any",               "int",          "pkt", "sk_msg"),
  RC_POINTER_REL               ( 92, "ctx any any",                   "int",          "",    ""),
  SPIN_LOCK                    ( 93, "lock",                          "void",         "",    "all"),
  SPIN_UNLOCK                  ( 94, "lock",                          "void",         "",    "all"),
  SK_FULLSOCK                  ( 95, "sock_common",                   "socket?",      "cast", "sched_cls sched_act cgroup_skb"),
  TCP_SOCK                     ( 96, "sock_common",                   "tcp_sock?",    "cast", "sched_cls sched_act cgroup_skb sock_ops cgroup_sockopt"),
  SKB_ECN_SET_CE               ( 97, "ctx",                           "int",          "",    "sched_cls sched_act cgroup_skb"),
  GET_LISTENER_SOCK            ( 98, "sock_common",                   "socket?",      "",    "sched_cls sched_act cgroup_skb"),
  SKC_LOOKUP_TCP               ( 99, "ctx mem size? any any",          "sock_common?", "pktarg acq", "sched_cls sched_act xdp cgroup_skb sk_skb cgroup_sock_addr"),
  TCP_CHECK_SYNCOOKIE          (100, "btf_sock mem size mem size",    "int",          "gpl pktarg", "sched_cls sched_act xdp"),
  SYSCTL_GET_NAME              (101, "ctx umem size any",             "int",          "",    "cgroup_sysctl"),
  SYSCTL_GET_CURRENT_VALUE     (102, "ctx umem size",                 "int",          "",    "cgroup_sysctl"),
  SYSCTL_GET_NEW_VALUE         (103, "ctx umem size",                 "int",          "",    "cgroup_sysctl"),
  SYSCTL_SET_NEW_VALUE         (104, "ctx mem size",                  "int",          "",    "cgroup_sysctl"),
  STRTOL                       (105, "mem size any ufixed:8",         "int",          "",    "all"),
  STRTOUL                      (106, "mem size any ufixed:8",         "int",          "",    "all"),
  SK_STORAGE_GET               (107, "map btf_sock value? any",       "map_value?",   "",    "sched_cls sched_act cgroup_skb cgroup_sock sock_ops sk_msg cgroup_sock_addr cgroup_sockopt syscall"),
  SK_STORAGE_DELETE            (108, "map btf_sock",                  "int",          "",    "sched_cls sched_act cgroup_skb sock_ops sk_msg cgroup_sock_addr cgroup_sockopt syscall"),
  SEND_SIGNAL                  (109, "any",                           "int",          "",    "all"),
  TCP_GEN_SYNCOOKIE            (110, "btf_sock mem size mem size",    "int",          "gpl pktarg", "sched_cls sched_act xdp"),
  SKB_OUTPUT                   (111, "btf map any mem size?",         "int",          "gpl", "syscall"),
  PROBE_READ_USER              (112, "umem size? any",                "int",          "gpl", "all"),
  PROBE_READ_KERNEL            (113, "umem size? any",                "int",          "gpl", "all"),
  PROBE_READ_USER_STR          (114, "umem size? any",                "int",          "gpl", "all"),
  PROBE_READ_KERNEL_STR        (115, "umem size? any",                "int",          "gpl", "all"),
  TCP_SEND_ACK                 (116, "btf any",                       "int",          "",    ""),
  SEND_SIGNAL_THREAD           (117, "any",                           "int",          "",    "all"),
  JIFFIES64                    (118, "",                              "int",          "",    "all"),
  READ_BRANCH_RECORDS          (119, "ctx umem? size? any",           "int",          "gpl", "perf_event"),
  GET_NS_CURRENT_PID_TGID      (120, "any any umem size",             "int",          "",    "all"),
  XDP_OUTPUT                   (121, "btf map any mem size?",         "int",          "gpl", "syscall"),
  GET_NETNS_COOKIE             (122, "ctx?",                          "int",          "",    "socket_filter sched_cls sched_act cgroup_skb cgroup_sock sock_ops sk_msg cgroup_sock_addr cgroup_sockopt"),
  GET_CURRENT_ANCESTOR_CGROUP_ID(123, "any",                           "int",          "",    "all"),
  SK_ASSIGN                    (124, "ctx btf_sock any",              "int",          "",    "sched_cls sched_act sk_lookup"),
  KTIME_GET_BOOT_NS            (125, "",                              "int",          "",    "all"),
  SEQ_PRINTF                   (126, "btf mem size mem? size?",       "int",          "",    ""),
  SEQ_WRITE                    (127, "btf mem size?",                 "int",          "",    ""),
  SK_CGROUP_ID                 (128, "btf_sock",                      "int",          "",    "cgroup_skb"),
  SK_ANCESTOR_CGROUP_ID        (129, "btf_sock any",                  "int",          "",    "cgroup_skb"),
  RINGBUF_OUTPUT               (130, "map mem size? any",             "int",          "",    "all"),
  RINGBUF_RESERVE              (131, "map alloc? any",                "ringbuf_mem?", "acq", "all"),
  RINGBUF_SUBMIT               (132, "release_ringbuf any",           "void",         "",    "all"),
  RINGBUF_DISCARD              (133, "release_ringbuf any",           "void",         "",    "all"),
  RINGBUF_QUERY                (134, "map any",                       "int",          "",    "all"),
  CSUM_LEVEL                   (135, "ctx any",                       "int",          "",    "sched_cls sched_act lwt_xmit"),
  SKC_TO_TCP6_SOCK             (136, "btf_sock",                      "btf?",         "cast", "all -kprobe -tracepoint -perf_event -cgroup_sock -cgroup_device -raw_tracepoint -sk_reuseport -cgroup_sysctl -raw_tracepoint_writable -cgroup_sockopt -netfilter"),
  SKC_TO_TCP_SOCK              (137, "btf_sock",                      "btf?",         "cast", "all -kprobe -tracepoint -perf_event -cgroup_sock -cgroup_device -raw_tracepoint -sk_reuseport -cgroup_sysctl -raw_tracepoint_writable -cgroup_sockopt -netfilter"),
  SKC_TO_TCP_TIMEWAIT_SOCK     (138, "btf_sock",                      "btf?",         "cast", "all -kprobe -tracepoint -perf_event -cgroup_sock -cgroup_device -raw_tracepoint -sk_reuseport -cgroup_sysctl -raw_tracepoint_writable -cgroup_sockopt -netfilter"),
  SKC_TO_TCP_REQUEST_SOCK      (139, "btf_sock",                      "btf?",         "cast", "all -kprobe -tracepoint -perf_event -cgroup_sock -cgroup_device -raw_tracepoint -sk_reuseport -cgroup_sysctl -raw_tracepoint_writable -cgroup_sockopt -netfilter"),
  SKC_TO_UDP6_SOCK             (140, "btf_sock",                      "btf?",         "cast", "all -kprobe -tracepoint -perf_event -cgroup_sock -cgroup_device -raw_tracepoint -sk_reuseport -cgroup_sysctl -raw_tracepoint_writable -cgroup_sockopt -netfilter"),
  GET_TASK_STACK               (141, "btf umem size? any",            "int",          "",    "all"),
  LOAD_HDR_OPT                 (142, "ctx wmem size any",             "int",          "",    "sock_ops"),
  STORE_HDR_OPT                (143, "ctx mem size any",              "int",          "",    "sock_ops"),
  RESERVE_HDR_OPT              (144, "ctx any any",                   "int",          "",    "sock_ops"),
  INODE_STORAGE_GET            (145, "map btf? value? any",           "map_value?",   "",    ""),
  INODE_STORAGE_DELETE         (146, "map btf?",                      "int",          "",    ""),
  D_PATH                       (147, "btf umem size?",                "int",          "",    "syscall"),
  COPY_FROM_USER               (148, "umem size? any",                "int",          "sleep", "all"),
  SNPRINTF_BTF                 (149, "umem size mem size any",        "int",          "",    "all"),
  SEQ_PRINTF_BTF               (150, "btf mem size any",              "int",          "",    ""),
  SKB_CGROUP_CLASSID           (151, "ctx",                           "int",          "",    "sched_cls sched_act"),
  REDIRECT_NEIGH               (152, "any mem? size? any",            "int",          "",    "sched_cls sched_act"),
  PER_CPU_PTR                  (153, "percpu any",                    "mem_or_btf?",  "",    "all"),
  THIS_CPU_PTR                 (154, "percpu",                        "mem_or_btf",   "",    "all"),
  REDIRECT_PEER                (155, "any any",                       "int",          "",    "sched_cls sched_act"),
  TASK_STORAGE_GET             (156, "map btf? value? any",           "map_value?",   "",    "all"),
  TASK_STORAGE_DELETE          (157, "map btf?",                      "int",          "",    "all"),
  GET_CURRENT_TASK_BTF         (158, "",                              "btf",          "gpl", "all"),
  BPRM_OPTS_SET                (159, "btf any",                       "int",          "",    ""),
  KTIME_GET_COARSE_NS          (160, "",                              "int",          "",    "all -kprobe -tracepoint -perf_event -cgroup_device -raw_tracepoint -raw_tracepoint_writable -cgroup_sockopt -syscall -netfilter"),
  IMA_INODE_HASH               (161, "btf umem size",                 "int",          "",    ""),
  SOCK_FROM_FILE               (162, "btf",                           "btf?",         "",    "syscall"),
  CHECK_MTU                    (163, "ctx any wfixed:4 any any",       "int",          "gpl", "sched_cls sched_act xdp"),
  FOR_EACH_MAP_ELEM            (164, "map func stack? any",           "int",          "",    "all"),
  SNPRINTF                     (165, "umem? size? str mem? size?",    "int",          "gpl", "all"),
  SYS_BPF                      (166, "any mem size",                  "int",          "",    "syscall"),
  BTF_FIND_BY_NAME_KIND        (167, "mem size any any",              "int",          "",    "syscall"),
  SYS_CLOSE                    (168, "any",                           "int",          "",    "syscall"),
  TIMER_INIT                   (169, "timer map any",                 "int",          "gpl", "all"),
  TIMER_SET_CALLBACK           (170, "timer func",                    "int",          "gpl", "all"),
  TIMER_START                  (171, "timer any any",                 "int",          "gpl", "all"),
  TIMER_CANCEL                 (172, "timer",                         "int",          "gpl", "all"),
  GET_FUNC_IP                  (173, "ctx",                           "int",          "gpl", "kprobe tracepoint perf_event raw_tracepoint raw_tracepoint_writable syscall"),
  GET_ATTACH_COOKIE            (174, "ctx",                           "int",          "",    "kprobe tracepoint perf_event raw_tracepoint raw_tracepoint_writable"),
  TASK_PT_REGS                 (175, "btf",                           "btf",          "gpl", "all"),
  GET_BRANCH_SNAPSHOT          (176, "umem size? any",                "int",          "gpl", "all"),
  TRACE_VPRINTK                (177, "mem size mem? size?",           "int",          "gpl", "all"),
  SKC_TO_UNIX_SOCK             (178, "btf_sock",                      "btf?",         "cast", "all -kprobe -tracepoint -perf_event -cgroup_sock -cgroup_device -raw_tracepoint -sk_reuseport -cgroup_sysctl -raw_tracepoint_writable -cgroup_sockopt -netfilter"),
  KALLSYMS_LOOKUP_NAME         (179, "mem size? any ufixed:8",        "int",          "",    "syscall"),
  FIND_VMA                     (180, "btf any func stack? any",       "int",          "",    "all"),
  LOOP                         (181, "any func stack? any",           "int",          "",    "all"),
  STRNCMP                      (182, "mem size str",                  "int",          "",    "all"),
  GET_FUNC_ARG                 (183, "ctx any ufixed:8",              "int",          "",    ""),
  GET_FUNC_RET                 (184, "ctx ufixed:8",                  "int",          "",    ""),
  GET_FUNC_ARG_CNT             (185, "ctx",                           "int",          "",    ""),
  GET_RETVAL                   (186, "",                              "int",          "",    "cgroup_sock cgroup_device cgroup_sock_addr cgroup_sysctl cgroup_sockopt"),
  SET_RETVAL                   (187, "any",                           "int",          "",    "cgroup_sock cgroup_device cgroup_sock_addr cgroup_sysctl cgroup_sockopt"),
  XDP_GET_BUFF_LEN             (188, "ctx",                           "int",          "",    "xdp syscall"),
  XDP_LOAD_BYTES               (189, "ctx any umem size",             "int",          "",    "xdp"),
  XDP_STORE_BYTES              (190, "ctx any mem size",              "int",          "",    "xdp"),
  COPY_FROM_USER_TASK          (191, "umem size? any btf any",        "int",          "gpl sleep", "all"),
  SKB_SET_TSTAMP               (192, "ctx any any",                   "int",          "",    "sched_cls sched_act"),
  IMA_FILE_HASH                (193, "btf umem size",                 "int",          "",    ""),
  KPTR_XCHG                    (194, "kptr release_btf?",             "btf?",         "",    "all"),
  MAP_LOOKUP_PERCPU_ELEM       (195, "map key any",                   "map_value?",   "pktarg", "all"),
  SKC_TO_MPTCP_SOCK            (196, "btf_sock",                      "btf?",         "cast", "all -kprobe -tracepoint -perf_event -cgroup_sock -cgroup_device -raw_tracepoint -sk_reuseport -cgroup_sysctl -raw_tracepoint_writable -cgroup_sockopt -netfilter"),
  DYNPTR_FROM_MEM              (197, "umem size? any udynptr",        "int",          "",    "all"),
  RINGBUF_RESERVE_DYNPTR       (198, "map any any udynptr",           "int",          "",    "all"),
  RINGBUF_SUBMIT_DYNPTR        (199, "release_dynptr any",            "void",         "",    "all"),
  RINGBUF_DISCARD_DYNPTR       (200, "release_dynptr any",            "void",         "",    "all"),
  DYNPTR_READ                  (201, "umem size? dynptr any any",     "int",          "",    "all"),
  DYNPTR_WRITE                 (202, "dynptr any mem size? any",      "int",          "",    "all"),
  DYNPTR_DATA                  (203, "dynptr any alloc?",             "dynptr_mem?",  "",    "all"),
  TCP_RAW_GEN_SYNCOOKIE_IPV4   (204, "fixed:20 mem size?",             "int",          "gpl pktarg", "sched_cls sched_act xdp"),
  TCP_RAW_GEN_SYNCOOKIE_IPV6   (205, "fixed:40 mem size?",             "int",          "gpl pktarg", "sched_cls sched_act xdp"),
  TCP_RAW_CHECK_SYNCOOKIE_IPV4 (206, "fixed:20 fixed:20",             "int",          "gpl pktarg", "sched_cls sched_act xdp"),
  TCP_RAW_CHECK_SYNCOOKIE_IPV6 (207, "fixed:40 fixed:20",             "int",          "gpl pktarg", "sched_cls sched_act xdp"),
  KTIME_GET_TAI_NS             (208, "",                              "int",          "",    "all"),
  USER_RINGBUF_DRAIN           (209, "map func stack? any",           "int",          "",    "all"),
  CGRP_STORAGE_GET             (210, "map btf? value? any",           "map_value?",   "",    "all"),
  CGRP_STORAGE_DELETE          (211, "map btf?",                      "int",          "",    "all");
  // @formatter:on

  private final int id;
  private final List<ArgKind> arguments;
  private final List<Integer> fixedSizes;
  private final ReturnKind returns;
  private final Set<String> flags;
  private final Set<ProgramType> types;

  HelperTable(int id, String arguments, String returns, String flags, String types) {
    this.id = id;
    this.arguments =
        words(arguments).stream().map(word -> ArgKind.ofNotation(word.split(":", 2)[0])).toList();
    this.fixedSizes = words(arguments).stream().map(HelperTable::fixedSize).toList();
    this.returns = ReturnKind.ofNotation(returns);
    this.flags = Set.copyOf(words(flags));
    this.types = Collections.unmodifiableSet(parseTypes(types));
  }

  /** The number in a call instruction. */
  public int id() {
    return id;
  }

  /** E.g. {@code map_lookup_elem}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kernel function that a call ends in, e.g. {@code bpf_map_lookup_elem}. */
  public String kernelName() {
    return "bpf_" + text();
  }

  /** What the arguments in R1, R2 … must be; registers beyond are not looked at. */
  public List<ArgKind> arguments() {
    return arguments;
  }

  public ReturnKind returns() {
    return returns;
  }

  /** Reserved to programs with a GPL-compatible licence. */
  public boolean gplOnly() {
    return flags.contains("gpl");
  }

  /** Whether packet pointers are worthless after the call. */
  public boolean changesPacketData() {
    return flags.contains("pkt");
  }

  /** Bytes of the memory argument at an index of {@link #arguments}; 0 if not fixed. */
  public int fixedSize(int argument) {
    return fixedSizes.get(argument);
  }

  /** Whether its memory arguments may be in a packet. */
  public boolean takesPackets() {
    return flags.contains("pktarg");
  }

  /** Whether its result is a reference that must be given back. */
  public boolean acquires() {
    return flags.contains("acq");
  }

  /** Whether its result is what its argument points to, as another type. */
  public boolean casts() {
    return flags.contains("cast");
  }

  /** Whether only programs that may sleep may call it. */
  public boolean maySleep() {
    return flags.contains("sleep");
  }

  /** Whether programs of this type may call it, given all privileges. */
  public boolean availableTo(ProgramType type) {
    return types.contains(type);
  }

  /** The program types that may call it. */
  public Set<ProgramType> types() {
    return types;
  }

  /** The helper with this number; empty if there is none. */
  public static Optional<HelperTable> of(int id) {
    HelperTable[] rows = values();
    return id >= 1 && id <= rows.length ? Optional.of(rows[id - 1]) : Optional.empty();
  }

  private static int fixedSize(String word) {
    int colon = word.indexOf(':');
    return colon < 0 ? 0 : Integer.parseInt(word.substring(colon + 1));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static EnumSet<ProgramType> parseTypes(String text) {
    EnumSet<ProgramType> types = EnumSet.noneOf(ProgramType.class);
    for (String word : words(text)) {
      if (word.equals("all")) {
        types.addAll(EnumSet.complementOf(EnumSet.of(ProgramType.UNSPEC)));
      } else if (word.startsWith("-")) {
        types.remove(ProgramType.ofText(word.substring(1)).orElseThrow());
      } else {
        types.add(ProgramType.ofText(word).orElseThrow());
      }
    }
    return types;
  }
}
