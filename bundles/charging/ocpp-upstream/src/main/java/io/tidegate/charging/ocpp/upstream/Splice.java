package io.tidegate.charging.ocpp.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * Looks at, and changes, one field of a JSON object without touching a character of the rest. Pure.
 * What is no JSON object is left as it is.
 */
final class Splice {
  private static final JsonFactory JSON = new JsonFactory();

  private Splice() {}

  /** Where a field's value lies. */
  private record Place(int from, int to, int name) {}

  /** The field's value as it stands there; a string with its quotation marks. */
  static Optional<String> value(String object, String field) {
    return place(object, field).map(p -> object.substring(p.from, p.to));
  }

  /** The text of a field that is a string. */
  static Optional<String> text(String object, String field) {
    try (JsonParser in = JSON.createParser(object)) {
      if (!find(in, field) || in.currentToken() != JsonToken.VALUE_STRING) {
        return Optional.empty();
      }
      return Optional.of(in.getText());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A field that is a whole number. */
  static Optional<Integer> number(String object, String field) {
    try (JsonParser in = JSON.createParser(object)) {
      if (!find(in, field) || in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        return Optional.empty();
      }
      return Optional.of(in.getIntValue());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The object with the field set to a value, which is JSON. */
  static String with(String object, String field, String value) {
    Optional<Place> place = place(object, field);
    if (place.isPresent()) {
      return object.substring(0, place.get().from) + value + object.substring(place.get().to);
    }
    int open = object.indexOf('{');
    if (open < 0) {
      return object;
    }
    boolean empty = object.substring(open + 1).strip().startsWith("}");
    return object.substring(0, open + 1)
        + '"'
        + field
        + "\":"
        + value
        + (empty ? "" : ",")
        + object.substring(open + 1);
  }

  /** The object without the field. */
  static String without(String object, String field) {
    Optional<Place> place = place(object, field);
    if (place.isEmpty()) {
      return object;
    }
    int from = place.get().name;
    int to = place.get().to;
    while (to < object.length() && Character.isWhitespace(object.charAt(to))) {
      to++;
    }
    if (to < object.length() && object.charAt(to) == ',') {
      to++;
    } else {
      int back = from - 1;
      while (back > 0 && Character.isWhitespace(object.charAt(back))) {
        back--;
      }
      from = object.charAt(back) == ',' ? back : from;
    }
    return object.substring(0, from) + object.substring(to);
  }

  private static boolean find(JsonParser in, String field) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      boolean here = in.currentName().equals(field);
      in.nextToken();
      if (here) {
        return true;
      }
      in.skipChildren();
    }
    return false;
  }

  private static Optional<Place> place(String object, String field) {
    try (JsonParser in = JSON.createParser(object)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        int name = (int) in.currentTokenLocation().getCharOffset();
        boolean here = in.currentName().equals(field);
        in.nextToken();
        int from = (int) in.currentTokenLocation().getCharOffset();
        in.skipChildren();
        if (here) {
          in.finishToken();
          return Optional.of(new Place(from, (int) in.currentLocation().getCharOffset(), name));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
