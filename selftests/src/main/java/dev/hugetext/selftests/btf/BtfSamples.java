package dev.hugetext.selftests.btf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The BTF of object files, as a loader hands it to the kernel. */
public final class BtfSamples {
  private static final int HEADERS_AT = 40;
  private static final int COUNT_AT = 60;
  private static final int NAMES_AT = 62;
  private static final int HEADER_BYTES = 64;
  private static final int SECTION_AT = 24;
  private static final int SECTION_LENGTH_AT = 32;
  private static final byte[] NAME = ".BTF\0".getBytes(StandardCharsets.US_ASCII);

  private BtfSamples() {}

  /** Those of proper 64-bit little-endian objects; others have none. */
  public static List<byte[]> of(List<Path> objects) throws IOException {
    List<byte[]> samples = new ArrayList<>();
    for (Path object : objects) {
      section(Files.readAllBytes(object)).ifPresent(samples::add);
    }
    samples.forEach(sample -> RawTypes.of(sample).placeVariables());
    return samples;
  }

  private static Optional<byte[]> section(byte[] object) {
    ByteBuffer file = ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN);
    int headers = (int) file.getLong(HEADERS_AT);
    int names = (int) file.getLong(headers + file.getShort(NAMES_AT) * HEADER_BYTES + SECTION_AT);
    for (int i = 1; i < file.getShort(COUNT_AT); i++) {
      int header = headers + i * HEADER_BYTES;
      int name = names + file.getInt(header);
      if (Arrays.equals(object, name, name + NAME.length, NAME, 0, NAME.length)) {
        int start = (int) file.getLong(header + SECTION_AT);
        int length = (int) file.getLong(header + SECTION_LENGTH_AT);
        return Optional.of(Arrays.copyOfRange(object, start, start + length));
      }
    }
    return Optional.empty();
  }
}
