package dev.hugetext.bpf.proto;

/** Contexts of programs that watch the kernel, and of those called by user space. */
final class TracingContexts {
  static final ContextLayout KPROBE =
      FieldTable.mirrored(
          "pt_regs",
          """
          r15                    0     8 1248 -    scalar
          r14                    8     8 1248 -    scalar
          r13                   16     8 1248 -    scalar
          r12                   24     8 1248 -    scalar
          bp                    32     8 1248 -    scalar
          bx                    40     8 1248 -    scalar
          r11                   48     8 1248 -    scalar
          r10                   56     8 1248 -    scalar
          r9                    64     8 1248 -    scalar
          r8                    72     8 1248 -    scalar
          ax                    80     8 1248 -    scalar
          cx                    88     8 1248 -    scalar
          dx                    96     8 1248 -    scalar
          si                   104     8 1248 -    scalar
          di                   112     8 1248 -    scalar
          orig_ax              120     8 1248 -    scalar
          ip                   128     8 1248 -    scalar
          cs                   136     8 1248 -    scalar
          flags                144     8 1248 -    scalar
          sp                   152     8 1248 -    scalar
          ss                   160     8 1248 -    scalar
          """);

  static final ContextLayout PERF_EVENT =
      FieldTable.measured(
          "bpf_perf_event_data",
          """
          r15                      0     8 8    -    scalar    0>8@0
          r14                      8     8 8    -    scalar    0>8@8
          r13                     16     8 8    -    scalar    0>8@16
          r12                     24     8 8    -    scalar    0>8@24
          bp                      32     8 8    -    scalar    0>8@32
          bx                      40     8 8    -    scalar    0>8@40
          r11                     48     8 8    -    scalar    0>8@48
          r10                     56     8 8    -    scalar    0>8@56
          r9                      64     8 8    -    scalar    0>8@64
          r8                      72     8 8    -    scalar    0>8@72
          ax                      80     8 8    -    scalar    0>8@80
          cx                      88     8 8    -    scalar    0>8@88
          dx                      96     8 8    -    scalar    0>8@96
          si                     104     8 8    -    scalar    0>8@104
          di                     112     8 8    -    scalar    0>8@112
          orig_ax                120     8 8    -    scalar    0>8@120
          ip                     128     8 8    -    scalar    0>8@128
          cs                     136     8 8    -    scalar    0>8@136
          flags                  144     8 8    -    scalar    0>8@144
          sp                     152     8 8    -    scalar    0>8@152
          ss                     160     8 8    -    scalar    0>8@160
          sample_period          168     8 1248 -    scalar    8>8@8
          addr                   176     8 1248 -    scalar    8>8@184
          """);

  static final ContextLayout TRACEPOINT =
      FieldTable.mirrored(
          "tracepoint",
          """
          data                   8  8184 1248 -    scalar
          """);

  static final ContextLayout RAW_TRACEPOINT =
      FieldTable.mirrored(
          "bpf_raw_tracepoint_args",
          """
          args0                  0     8 1248 -    scalar
          args1                  8     8 1248 -    scalar
          args2                 16     8 1248 -    scalar
          args3                 24     8 1248 -    scalar
          args4                 32     8 1248 -    scalar
          args5                 40     8 1248 -    scalar
          args6                 48     8 1248 -    scalar
          args7                 56     8 1248 -    scalar
          args8                 64     8 1248 -    scalar
          args9                 72     8 1248 -    scalar
          args10                80     8 1248 -    scalar
          args11                88     8 1248 -    scalar
          """);

  static final ContextLayout RAW_TRACEPOINT_WRITABLE =
      FieldTable.mirrored(
          "bpf_raw_tracepoint_args",
          """
          args0                  0     8 8    -    tp_buffer
          args0                  1     1 1    -    scalar
          args0                  2     2 12   -    scalar
          args0                  4     4 124  -    scalar
          args1                  8     8 1248 -    scalar
          args2                 16     8 1248 -    scalar
          args3                 24     8 1248 -    scalar
          args4                 32     8 1248 -    scalar
          args5                 40     8 1248 -    scalar
          args6                 48     8 1248 -    scalar
          args7                 56     8 1248 -    scalar
          args8                 64     8 1248 -    scalar
          args9                 72     8 1248 -    scalar
          args10                80     8 1248 -    scalar
          args11                88     8 1248 -    scalar
          """);

  static final ContextLayout SYSCALL =
      FieldTable.mirrored(
          "syscall",
          """
          data                   0 65535 1248 1248 scalar
          """);

  private TracingContexts() {}
}
