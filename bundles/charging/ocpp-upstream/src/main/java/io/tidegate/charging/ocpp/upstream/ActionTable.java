package io.tidegate.charging.ocpp.upstream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Reads a table of actions that lies beside this class: a word, then actions, a line. */
final class ActionTable {
  private ActionTable() {}

  static <T> Map<String, T> read(String resource, Function<String, T> meaning) {
    Map<String, T> read = new HashMap<>();
    try (InputStream text = ActionTable.class.getResourceAsStream(resource);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.startsWith("#") && !line.isBlank()) {
          String[] words = line.strip().split(" +", -1);
          for (int i = 1; i < words.length; i++) {
            read.put(words[i], meaning.apply(words[0]));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(read);
  }
}
