package io.tidegate.admin.config.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the configurations equal to the files, under the overrides. A file that cannot be taken
 * changes nothing: its last good content stays in force. Called by one thread at a time; {@link
 * #problems()} by any.
 */
final class Folder {
  private static final Logger LOG = LoggerFactory.getLogger(Folder.class);

  /**
   * Names the fields that the command line has set, so that a complaint about one does not send its
   * reader to the file. Private: the leading dot keeps it out of service properties.
   */
  static final String COMMANDED = ".tidegate.config.commanded";

  private final Path folder;
  private final Overrides overrides;
  private final Store store;
  private final Map<String, Snapshot.Stamp> taken = new HashMap<>();
  private final Map<String, Map<String, String>> lastGood = new HashMap<>();
  private final Map<String, String> refused = new TreeMap<>();
  private Snapshot before = Snapshot.EMPTY;
  private boolean first = true;
  private final Map<String, Set<String>> fields = new TreeMap<>();
  private volatile List<String> problems = List.of();

  Folder(Path folder, Overrides overrides, Store store) {
    this.folder = folder;
    this.overrides = overrides;
    this.store = store;
  }

  /** What is wrong now, one sentence each, naming the file and where possible the line. */
  List<String> problems() {
    return problems;
  }

  /** What nobody reads, given who reads what. Same thread as {@link #look}. */
  List<String> unread(Function<Set<String>, Map<String, Set<String>>> readers) {
    Set<String> pids = new TreeSet<>();
    for (String pid : fields.keySet()) {
      int tilde = pid.indexOf('~');
      pids.add(tilde < 0 ? pid : pid.substring(0, tilde));
    }
    return Readers.unread(fields, readers.apply(pids), overrides);
  }

  /**
   * Looks once. After the first look a changed file is taken only when two looks in a row saw it
   * alike, so that none is read while it is being written.
   */
  void look() {
    String trouble = "";
    try {
      Snapshot now = Snapshot.of(folder);
      boolean samePids = now.files().keySet().equals(before.files().keySet());
      for (Map.Entry<String, Snapshot.Stamp> file : now.files().entrySet()) {
        Snapshot.Stamp stamp = file.getValue();
        boolean steady = first || stamp.equals(before.files().get(file.getKey()));
        if (steady && !stamp.equals(taken.get(file.getKey()))) {
          take(file.getKey(), stamp, now.files().keySet());
        }
      }
      if (first || !samePids) {
        dropAllBut(now.files().keySet());
        applyOverridesAlone(now.files().keySet());
      }
      before = now;
      first = false;
    } catch (IOException e) {
      LOG.error("config folder {}: {}", folder, e.toString());
      trouble = folder + " cannot be read (" + e + "); the configurations in force stay";
    }
    report(trouble);
  }

  private void take(String pid, Snapshot.Stamp stamp, Set<String> filePids) throws IOException {
    try {
      if (!PidName.valid(pid)) {
        throw new RefusedFileException("the file's name is no PID");
      }
      Map<String, String> content = PropertiesText.parse(read(pid));
      lastGood.put(pid, content);
      refused.remove(pid);
      apply(pid, content, filePids);
    } catch (NoSuchFileException e) {
      LOG.debug("config {}: gone while it was read", pid);
      return;
    } catch (RefusedFileException e) {
      refuse(pid, e.getMessage(), filePids);
    } catch (java.nio.file.AccessDeniedException e) {
      refuse(pid, "may not be read by this user", filePids);
    }
    taken.put(pid, stamp);
  }

  private byte[] read(String pid) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve(pid + Snapshot.SUFFIX))) {
      return in.readNBytes(PropertiesText.MAX_BYTES + 1);
    }
  }

  /** The overrides hold even where the file does not. */
  private void refuse(String pid, String sentence, Set<String> filePids) throws IOException {
    String was = refused.put(pid, "config/" + pid + Snapshot.SUFFIX + ", " + sentence);
    if (!Objects.equals(was, refused.get(pid))) {
      LOG.error("{}; the last good configuration stays in force", refused.get(pid));
    }
    if (PidName.valid(pid)) {
      Map<String, String> good = lastGood.get(pid);
      good = good != null ? good : store.get(pid).orElse(Map.of());
      if (!good.isEmpty() || !overrides.of(pid, filePids).isEmpty()) {
        apply(pid, good, filePids);
      }
    }
  }

  private void apply(String pid, Map<String, String> content, Set<String> filePids)
      throws IOException {
    Map<String, String> merged = new HashMap<>(content);
    Map<String, String> commanded = overrides.of(pid, filePids);
    merged.putAll(commanded);
    fields.put(pid, Set.copyOf(merged.keySet()));
    if (!commanded.isEmpty()) {
      merged.put(COMMANDED, String.join(" ", new TreeSet<>(commanded.keySet())));
    }
    if (merged.isEmpty() && PidName.factory(pid)) {
      // an example whose fields are all commented out makes nothing
      if (store.get(pid).isPresent()) {
        store.delete(pid);
        LOG.info("config {}: its file holds no field any more, configuration deleted", pid);
      }
      return;
    }
    if (store.put(pid, merged)) {
      LOG.info("config {}: {} fields applied", pid, merged.size());
    }
  }

  private void dropAllBut(Set<String> filePids) throws IOException {
    Set<String> wanted = new HashSet<>(filePids);
    wanted.addAll(overrides.pids(filePids));
    for (String pid : store.pids()) {
      if (!wanted.contains(pid)) {
        store.delete(pid);
        LOG.info("config {}: its file is gone, configuration deleted", pid);
      }
    }
    fields.keySet().retainAll(wanted);
    taken.keySet().retainAll(filePids);
    lastGood.keySet().retainAll(filePids);
    refused.keySet().retainAll(filePids);
  }

  private void applyOverridesAlone(Set<String> filePids) throws IOException {
    for (String pid : overrides.pids(filePids)) {
      if (!filePids.contains(pid)) {
        apply(pid, Map.of(), filePids);
      }
    }
  }

  private void report(String trouble) {
    List<String> all = new ArrayList<>(overrides.problems());
    all.addAll(refused.values());
    if (!trouble.isEmpty()) {
      all.add(trouble);
    }
    problems = List.copyOf(all);
  }
}
