package io.tidegate.charging.ocpp.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which certificate belongs to which station: lines {@code identity:CN} and {@code
 * identity:CN:renew}, {@code #} begins a comment. A station without a line presents its identity as
 * CN. Immutable.
 *
 * @param rules by identity
 */
record CertificateRules(Map<String, Rule> rules) {
  static final CertificateRules NONE = new CertificateRules(Map.of());

  CertificateRules {
    rules = Map.copyOf(rules);
  }

  /**
   * @param commonName serial number of the station (A00.FR.404)
   * @param mayRenew it is let in with an expired certificate to renew it (A00.FR.429)
   */
  record Rule(String commonName, boolean mayRenew) {}

  /**
   * Reads the file; one that is not there holds no rule.
   *
   * @throws IOException when it cannot be read or a line is wrong, with a sentence that names it
   */
  static CertificateRules read(Path file) throws IOException {
    List<String> text;
    try {
      text = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return NONE;
    }
    Map<String, Rule> rules = new HashMap<>();
    for (int number = 1; number <= text.size(); number++) {
      String line = text.get(number - 1).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] part = line.split(":", -1);
        boolean renew = part.length == 3 && part[2].equals("renew");
        if (part[0].isEmpty()
            || part.length < 2
            || part[1].isEmpty()
            || (part.length > 2 && !renew)) {
          throw new IOException(
              file.getFileName()
                  + " line "
                  + number
                  + " must read identity:CN or identity:CN:renew");
        }
        rules.put(part[0], new Rule(part[1], renew));
      }
    }
    return new CertificateRules(rules);
  }

  /** CN that the station's certificate must have. */
  String commonNameOf(String identity) {
    Rule rule = rules.get(identity);
    return rule == null ? identity : rule.commonName;
  }

  boolean mayRenew(String identity) {
    Rule rule = rules.get(identity);
    return rule != null && rule.mayRenew;
  }

  /** Whether some station with this CN may renew an expired certificate. */
  boolean someoneMayRenew(String commonName) {
    return rules.values().stream().anyMatch(r -> r.mayRenew && r.commonName.equals(commonName));
  }
}
