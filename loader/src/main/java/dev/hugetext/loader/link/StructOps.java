package dev.hugetext.loader.link;

import java.util.List;
import java.util.Objects;

/**
 * Operations of the kernel that programs of an object implement: a map of type {@code struct_ops}
 * whose value is a struct of the kernel.
 *
 * @param map index of the map in the object
 * @param kernelType name of the kernel's struct of operations, e.g. {@code tcp_congestion_ops}
 * @param kernelTypeId its number in the kernel's BTF: what the programs attach to
 * @param value the map's value as user space stores it, with zeros where programs stand
 * @param operations those that have a program, in the object's order of members
 */
public record StructOps(
    int map, String kernelType, int kernelTypeId, byte[] value, List<Operation> operations) {
  /**
   * An operation with its program.
   *
   * @param program name of the program
   * @param member name of the member
   * @param index of the member in the kernel's struct, which is the program's attach type
   * @param offset of the program's place in the value, in bytes
   */
  public record Operation(String program, String member, int index, int offset) {}

  public StructOps {
    Objects.requireNonNull(kernelType, "kernelType");
    value = value.clone();
    operations = List.copyOf(operations);
  }

  @Override
  public byte[] value() {
    return value.clone();
  }
}
