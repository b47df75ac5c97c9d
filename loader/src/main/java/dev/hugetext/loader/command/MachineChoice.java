package dev.hugetext.loader.command;

import dev.hugetext.execmem.ExecmemFault;
import dev.hugetext.execmem.policy.TextPolicy;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.run.HardwareSetup;
import dev.hugetext.x86.cpu.ShootdownMode;
import dev.hugetext.x86.memory.PageSize;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;

/** What {@code --machine NAME=VALUE} can name. */
enum MachineChoice {
  FAULT("fault", faultNames()),
  PACK("pack", "4k|2m"),
  MMU("mmu", "on|off"),
  ARCH_HOOKS("arch-hooks", "on|off"),
  ORDER9("order9", "N"),
  KASLR("kaslr", "on|off"),
  SHOOTDOWN("shootdown", "ipi|broadcast");

  private static final int MAX_DIGITS = 9;

  private final String name;
  private final String values;

  MachineChoice(String name, String values) {
    this.name = name;
    this.values = values;
  }

  private static String faultNames() {
    return Arrays.stream(ExecmemFault.values())
        .map(ExecmemFault::text)
        .collect(Collectors.joining("|"));
  }

  /** All of them with their values. */
  static String help() {
    return Arrays.stream(values())
        .map(choice -> choice.name + "=" + choice.values)
        .collect(Collectors.joining(" "));
  }

  /**
   * What was chosen.
   *
   * @param text what concerns the policy
   * @param hardware the rest
   */
  record Choices(TextPolicy.Choices text, HardwareSetup hardware) {
    /** Requires that the policy knows what was chosen. */
    void requireOf(TextPolicy policy) {
      require(text.faults().isEmpty() || policy == TextPolicy.EXECMEM, "fault", "execmem");
      require(hardware.mmu() || policy == TextPolicy.EXECMEM, "mmu", "execmem");
      boolean small = text.packPages() == PageSize.KIB_4;
      require(small || policy == TextPolicy.PROG_PACK, "pack", "prog_pack");
    }

    private static void require(boolean known, String name, String policy) {
      if (!known) {
        throw new UsageException(
            "option --machine: %s is only for policy %s".formatted(name, policy));
      }
    }
  }

  /** The choices of a command line; of two of one name, but for faults, the later counts. */
  static Choices of(CommandLine line) {
    Choices chosen = new Choices(TextPolicy.Choices.DEFAULT, HardwareSetup.DEFAULT);
    String[] given = line.getOptionValues("machine");
    for (String choice : given == null ? new String[0] : given) {
      int equals = choice.indexOf('=');
      for (MachineChoice known : values()) {
        if (equals >= 0 && known.name.equals(choice.substring(0, equals))) {
          chosen = known.with(chosen, choice.substring(equals + 1));
          equals = -2;
          break;
        }
      }
      if (equals != -2) {
        throw new UsageException(
            "option --machine: unknown value '%s'; these work: %s".formatted(choice, help()));
      }
    }
    return chosen;
  }

  private Choices with(Choices before, String value) {
    TextPolicy.Choices text = before.text();
    HardwareSetup hw = before.hardware();
    return switch (this) {
      case FAULT -> new Choices(new TextPolicy.Choices(text.packPages(), with(text, value)), hw);
      case PACK -> new Choices(new TextPolicy.Choices(pages(value), text.faults()), hw);
      case MMU -> new Choices(text, hw.withMmu(isOn(value)));
      case ARCH_HOOKS -> new Choices(text, hw.withArchHooks(isOn(value)));
      case ORDER9 -> new Choices(text, hw.withOrder9Blocks(number(value)));
      case KASLR -> new Choices(text, hw.withKaslr(isOn(value)));
      case SHOOTDOWN -> new Choices(text, hw.withShootdown(mode(value)));
    };
  }

  private Set<ExecmemFault> with(TextPolicy.Choices text, String value) {
    Set<ExecmemFault> faults = EnumSet.noneOf(ExecmemFault.class);
    faults.addAll(text.faults());
    faults.add(ExecmemFault.of(value).orElseThrow(() -> refused(value)));
    return faults;
  }

  private PageSize pages(String value) {
    return switch (value) {
      case "4k" -> PageSize.KIB_4;
      case "2m" -> PageSize.MIB_2;
      default -> throw refused(value);
    };
  }

  private boolean isOn(String value) {
    return switch (value) {
      case "on" -> true;
      case "off" -> false;
      default -> throw refused(value);
    };
  }

  private long number(String value) {
    if (value.isEmpty()
        || value.length() > MAX_DIGITS
        || !value.chars().allMatch(Character::isDigit)) {
      throw refused(value);
    }
    return Long.parseLong(value);
  }

  private ShootdownMode mode(String value) {
    for (ShootdownMode mode : ShootdownMode.values()) {
      if (mode.text().equals(value)) {
        return mode;
      }
    }
    throw refused(value);
  }

  private UsageException refused(String value) {
    return new UsageException(
        "option --machine: unknown value '%s=%s'; these work: %s=%s"
            .formatted(name, value, name, values));
  }
}
