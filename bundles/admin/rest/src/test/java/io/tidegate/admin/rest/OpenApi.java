package io.tidegate.admin.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads which operations an OpenAPI description has. */
final class OpenApi {
  private OpenApi() {}

  /** {@code method path}, sorted. */
  static List<String> operations(String description) throws IOException {
    List<String> operations = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(description)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean paths = json.currentName().equals("paths");
        json.nextToken();
        if (!paths) {
          json.skipChildren();
          continue;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String path = json.currentName();
          json.nextToken();
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            operations.add(json.currentName() + " " + path);
            json.nextToken();
            json.skipChildren();
          }
        }
      }
    }
    operations.sort(null);
    return operations;
  }
}
