package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.loader.run.TextPlace;
import dev.hugetext.x86.memory.PageSize;
import java.io.IOException;
import java.util.Map;

/** Where functions lie, for people and for scripts. */
final class PlaceText {
  private PlaceText() {}

  /** One line: address, block, page, and what else is in the page. */
  static String line(String function, TextPlace place) {
    return "%s  0x%x  block 0x%x+%d  page %s 0x%x %s  %s"
        .formatted(
            function,
            place.entry(),
            place.block(),
            place.blockBytes(),
            size(place.pageSize()),
            place.page(),
            protection(place),
            place.sharedWithStaticText()
                ? "program and static text in one %s page".formatted(size(place.pageSize()))
                : region(place) + " region");
  }

  private static String size(PageSize size) {
    return switch (size) {
      case KIB_4 -> "4K";
      case MIB_2 -> "2M";
      case GIB_1 -> "1G";
    };
  }

  private static String protection(TextPlace place) {
    return (place.writable() ? "rw" : "ro") + (place.executable() ? "+x" : "");
  }

  private static String region(TextPlace place) {
    return place.inTextTail() ? "text tail" : place.policy();
  }

  /** A list of objects, one for each function. */
  static void write(JsonGenerator json, String field, Map<String, TextPlace> places)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (var named : places.entrySet()) {
      TextPlace place = named.getValue();
      json.writeStartObject();
      json.writeStringField("function", named.getKey());
      json.writeStringField("address", "0x%x".formatted(place.entry()));
      json.writeStringField("block", "0x%x".formatted(place.block()));
      json.writeNumberField("bytes_block", place.blockBytes());
      json.writeStringField("page", "0x%x".formatted(place.page()));
      json.writeStringField("page_size", size(place.pageSize()));
      json.writeStringField("protection", protection(place));
      json.writeStringField("region", region(place));
      json.writeBooleanField("with_static_text", place.sharedWithStaticText());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
