package io.tidegate.admin.diagnostics;

import io.tidegate.api.journal.TransactionLedger;
import io.tidegate.codec.pseudonym.Pseudonym;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Id tokens and vehicles that the gateway knows of: those it lets in, and those of the newest
 * transactions. A report is searched for them.
 */
final class KnownTokens {
  private static final Logger LOG = LoggerFactory.getLogger(KnownTokens.class);
  private static final int TRANSACTIONS = 100;
  private static final int EVENTS = 3;
  private static final int MOST_BYTES = 4 * 1024 * 1024;
  private static final Pattern IN_JSON =
      Pattern.compile("\"(?:idToken|idTag|token|vehicle|evccId|emaid|vin)\"\\s*:\\s*\"([^\"]+)\"");

  private KnownTokens() {}

  /** Blocks for some milliseconds; what cannot be read is left out. */
  static Set<String> of(Path home, TransactionLedger ledger) {
    Set<String> known = new HashSet<>();
    for (String line : text(home.resolve("config").resolve("idtokens.txt")).lines().toList()) {
      add(known, line.strip().split("\\s+", 2)[0]);
    }
    json(known, text(home.resolve("data").resolve("ocpp-operations").resolve("local-list.json")));
    try {
      for (TransactionLedger.Summary t :
          ledger == null ? List.<TransactionLedger.Summary>of() : ledger.recent(TRANSACTIONS)) {
        for (TransactionLedger.Told told : ledger.latest(t.station(), t.transaction(), EVENTS)) {
          json(known, new String(told.payload(), StandardCharsets.UTF_8));
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("diagnosis: the transactions' id tokens are not known: {}", e.toString());
    }
    return known;
  }

  private static void json(Set<String> known, String text) {
    Matcher matcher = IN_JSON.matcher(text);
    while (matcher.find()) {
      add(known, matcher.group(1));
    }
  }

  private static void add(Set<String> known, String token) {
    String plain = Pseudonym.plain(token);
    if (plain.length() >= Redaction.SHORTEST && !plain.startsWith("#")) {
      known.add(plain);
    }
  }

  private static String text(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES
          ? Files.readString(file)
          : "";
    } catch (IOException e) {
      LOG.warn("diagnosis: {} cannot be read: {}", file, e.toString());
      return "";
    }
  }
}
