package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.TextUser;
import dev.hugetext.x86.memory.FrameAccount;
import dev.hugetext.x86.memory.FrameAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of the sample program sockex1 that run at once: each loads three small programs, and has
 * memory of the kernel's own that lies between them (stacks, page tables, file structures).
 *
 * <p>How much that is follows from the published run: 512 copies, 1536 pages of text, lay in 183
 * blocks of 2 MiB, so that a page of text came with about 60 frames of something else.
 */
final class ProgramInstances {
  /** Three programs take 64, 64 and 192 bytes in a pack: their code without header and padding. */
  private static final int[] PROGRAM_BYTES = {40, 40, 168};

  private static final int FRAMES_A_PROGRAM = 60;

  private final FrameAllocator frames;
  private final FrameAccount account;
  private final LiveText text;
  private final List<Long> taken = new ArrayList<>();

  ProgramInstances(ExperimentKernel on) {
    frames = on.machine().frames();
    account = frames.openAccount("instances");
    text = new LiveText(on.text());
  }

  /** What one has, for people. */
  static String describe() {
    return "an instance: %d programs, %d kernel frames of its own beside each"
        .formatted(PROGRAM_BYTES.length, FRAMES_A_PROGRAM);
  }

  /**
   * Starts one more.
   *
   * @throws TextRefusedException if memory is at an end
   */
  void start() throws TextRefusedException {
    for (int bytes : PROGRAM_BYTES) {
      for (int i = 0; i < FRAMES_A_PROGRAM; i++) {
        long frame = frames.allocate(0, account);
        if (frame < 0) {
          throw new TextRefusedException("out of memory after %d programs".formatted(text.count()));
        }
        taken.add(frame);
      }
      text.load(TextUser.BPF_PROGRAM, bytes);
    }
  }

  long requestedBytes() {
    return text.requestedBytes();
  }

  /** Ends all. */
  void endAll() {
    text.unloadAll();
    taken.forEach(frame -> frames.free(frame, 0));
    taken.clear();
  }
}
