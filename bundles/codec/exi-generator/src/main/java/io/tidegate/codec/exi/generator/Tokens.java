package io.tidegate.codec.exi.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** The words of a model file. The end of a line, and a semicolon, is a word of its own. */
final class Tokens {
  private static final String END = "\n";

  private final String file;
  private final List<String> words = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private int next;

  Tokens(String file, String text) {
    this.file = file;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      int comment = line.indexOf('#');
      // a namespace may hold the sign: a comment begins after a blank
      while (comment > 0 && !Character.isWhitespace(line.charAt(comment - 1))) {
        comment = line.indexOf('#', comment + 1);
      }
      String code = comment < 0 ? line : line.substring(0, comment);
      StringTokenizer parts = new StringTokenizer(code.replace(";", " ; "));
      while (parts.hasMoreTokens()) {
        String word = parts.nextToken();
        add(word.equals(";") ? END : word, number);
      }
      add(END, number);
    }
  }

  private void add(String word, int line) {
    words.add(word);
    lines.add(line);
  }

  boolean isOver() {
    return next >= words.size();
  }

  boolean atEnd() {
    return isOver() || words.get(next).equals(END);
  }

  String peek() {
    return isOver() ? END : words.get(next);
  }

  boolean take(String word) {
    boolean is = peek().equals(word);
    if (is) {
      next++;
    }
    return is;
  }

  String word() {
    if (atEnd()) {
      throw wrong("the statement ends too early");
    }
    return words.get(next++);
  }

  void expect(String word) {
    if (!take(word)) {
      throw wrong(word + " expected, not " + peek().strip());
    }
  }

  void end() {
    if (!atEnd()) {
      throw wrong("end of line expected, not " + peek());
    }
  }

  void endOrBrace() {
    if (!peek().equals("}")) {
      end();
    }
  }

  void skipEnds() {
    while (!isOver() && atEnd()) {
      next++;
    }
  }

  List<String> rest() {
    List<String> rest = new ArrayList<>();
    while (!atEnd()) {
      rest.add(word());
    }
    return rest;
  }

  ModelException wrong(String why) {
    int at = Math.min(next, lines.size() - 1);
    return new ModelException(file + ":" + (at < 0 ? 0 : lines.get(at)) + ": " + why);
  }
}
