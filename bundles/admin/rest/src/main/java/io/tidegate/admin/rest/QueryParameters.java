package io.tidegate.admin.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Parameters of query strings as the description of the API has them: one that is not known there,
 * or stands twice, is refused, since what it was meant to say would be missed. Immutable.
 */
final class QueryParameters {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Set<String>> known = new HashMap<>();

  private QueryParameters() {}

  /**
   * Of a description.
   *
   * @param paths an object in JSON, the member {@code paths} of OpenAPI
   * @throws IOException when it is none
   */
  static QueryParameters of(String paths) throws IOException {
    QueryParameters parameters = new QueryParameters();
    try (JsonParser json = JSON.createParser(paths)) {
      object(
          json.nextToken(),
          json,
          path ->
              object(
                  json.currentToken(),
                  json,
                  method -> parameters.method(json, method.toUpperCase(Locale.ROOT) + " " + path)));
    }
    return parameters;
  }

  private void method(JsonParser json, String route) throws IOException {
    Set<String> names = known.computeIfAbsent(route, r -> new HashSet<>());
    object(
        json.currentToken(),
        json,
        member -> {
          if (!member.equals("parameters") || json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
          }
          while (json.nextToken() == JsonToken.START_OBJECT) {
            parameter(json, names);
          }
        });
  }

  private static void parameter(JsonParser json, Set<String> names) throws IOException {
    Map<String, String> texts = new HashMap<>();
    object(
        json.currentToken(),
        json,
        member -> {
          texts.put(member, json.getText());
          json.skipChildren();
        });
    if ("query".equals(texts.get("in"))) {
      names.add(texts.get("name"));
    }
  }

  private interface Member {
    void read(String name) throws IOException;
  }

  /** Calls with each member, the parser at its value, to be left at the value's end. */
  private static void object(JsonToken at, JsonParser json, Member each) throws IOException {
    if (at != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      each.read(name);
    }
  }

  /**
   * Judges a request.
   *
   * @param route method and path
   * @throws ApiException 422, which names the parameter
   */
  void check(HttpServletRequest request, String route) {
    Set<String> names = known.get(route);
    String query = request.getQueryString();
    if (names == null || query == null) {
      return;
    }
    Set<String> given = new HashSet<>();
    for (String pair : query.split("&", -1)) {
      String name = name(pair);
      if (!pair.isEmpty() && !names.contains(name)) {
        String shown = Body.printable(name);
        throw new ApiException(
            422, "UNKNOWN_FIELD", "There is no query parameter " + shown + " here.", shown);
      }
      if (!pair.isEmpty() && !given.add(name)) {
        throw new ApiException(
            422, "UNKNOWN_FIELD", "The query parameter " + name + " stands there twice.", name);
      }
    }
  }

  private static String name(String pair) {
    int sign = pair.indexOf('=');
    String name = sign < 0 ? pair : pair.substring(0, sign);
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name; // no name of ours has a percent sign
    }
  }
}
