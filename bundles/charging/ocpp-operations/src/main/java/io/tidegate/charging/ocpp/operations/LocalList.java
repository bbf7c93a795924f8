package io.tidegate.charging.ocpp.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.control.TokenBook.Standing;
import io.tidegate.api.control.TokenBook.Verdict;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tokens that stations may decide on by themselves (block D), at one version. Immutable.
 *
 * @param version a multiple of {@link #STEP}; 0 for no list
 * @param entries by token in lower case
 * @param changed what is other than at the version before
 */
record LocalList(int version, Map<String, Entry> entries, List<Change> changed) {
  /** Between two versions lie those of the parts that a list is sent in. */
  static final int STEP = 1_000;

  static final LocalList NONE = new LocalList(0, Map.of(), List.of());
  static final int MOST = 5_000;
  private static final Set<String> STATUSES = Set.of("Accepted", "Blocked", "Expired", "Invalid");

  /** An entry that is new or other, or was removed. */
  record Change(Entry entry, boolean removed) {}

  /**
   * A token.
   *
   * @param expiry ISO 8601; empty for none
   * @param group token of its group; empty for none
   */
  record Entry(String token, String type, String status, String expiry, String group) {

    Standing standing(Instant now) {
      Verdict verdict = Verdict.valueOf(status.toUpperCase(Locale.ROOT));
      boolean late = !expiry.isEmpty() && now.isAfter(Instant.parse(expiry));
      return new Standing(
          late && verdict == Verdict.ACCEPTED ? Verdict.EXPIRED : verdict,
          group.isEmpty() ? Optional.empty() : Optional.of(group));
    }

    static Entry of(Json json) {
      json.only("idToken", "type", "status", "expiry", "group");
      Entry entry =
          new Entry(
              json.text("idToken").orElse(""),
              json.text("type").orElse("ISO14443"),
              json.text("status").orElse("Accepted"),
              json.text("expiry").orElse(""),
              json.text("group").orElse(""));
      if (entry.token.isEmpty() || entry.token.length() > 36) {
        throw Json.wrong("idToken", "must have 1 to 36 characters");
      }
      if (!STATUSES.contains(entry.status)) {
        throw Json.wrong("status", "must be Accepted, Blocked, Expired or Invalid");
      }
      if (entry.type.length() > 20 || entry.group.length() > 36) {
        throw Json.wrong("group", "or type is too long");
      }
      try {
        if (!entry.expiry.isEmpty()) {
          Instant.parse(entry.expiry);
        }
      } catch (DateTimeException e) {
        throw Json.wrong("expiry", "must be an instant such as 2026-01-31T18:00:00Z");
      }
      return entry;
    }

    void show(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("idToken", token);
      json.writeStringField("type", type);
      json.writeStringField("status", status);
      if (!expiry.isEmpty()) {
        json.writeStringField("expiry", expiry);
      }
      if (!group.isEmpty()) {
        json.writeStringField("group", group);
      }
      json.writeEndObject();
    }
  }

  Optional<Entry> of(String token) {
    return Optional.ofNullable(entries.get(token.toLowerCase(Locale.ROOT)));
  }

  /** The next version with these entries; itself when nothing changes. */
  LocalList replaced(List<Json> list) {
    if (list.size() > MOST) {
      throw Json.wrong("entries", "must be " + MOST + " at most");
    }
    Map<String, Entry> newer = new LinkedHashMap<>();
    for (Json json : list) {
      Entry entry = Entry.of(json);
      if (newer.put(entry.token.toLowerCase(Locale.ROOT), entry) != null) {
        throw Json.wrong("idToken", "is there twice");
      }
    }
    List<Change> changes = new ArrayList<>();
    newer.forEach(
        (token, entry) -> {
          if (!entry.equals(entries.get(token))) {
            changes.add(new Change(entry, false));
          }
        });
    entries.forEach(
        (token, entry) -> {
          if (!newer.containsKey(token)) {
            changes.add(new Change(entry, true));
          }
        });
    return changes.isEmpty() && version > 0 ? this : new LocalList(version + STEP, newer, changes);
  }

  /** For its file. */
  String store() {
    return Json.object(
        json -> {
          json.writeNumberField("version", version);
          json.writeArrayFieldStart("entries");
          for (Entry entry : entries.values()) {
            entry.show(json);
          }
          json.writeEndArray();
          changes(json, "added", false);
          changes(json, "removed", true);
        });
  }

  private void changes(JsonGenerator json, String name, boolean removed) throws IOException {
    json.writeArrayFieldStart(name);
    for (Change change : changed) {
      if (change.removed() == removed) {
        change.entry().show(json);
      }
    }
    json.writeEndArray();
  }

  static LocalList read(String text) throws IOException {
    Json json = Json.read(text);
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Json entry : json.children("entries")) {
      Entry one = Entry.of(entry);
      entries.put(one.token.toLowerCase(Locale.ROOT), one);
    }
    List<Change> changed = new ArrayList<>();
    json.children("added").forEach(e -> changed.add(new Change(Entry.of(e), false)));
    json.children("removed").forEach(e -> changed.add(new Change(Entry.of(e), true)));
    return new LocalList(json.integer("version").orElse(0), entries, changed);
  }
}
