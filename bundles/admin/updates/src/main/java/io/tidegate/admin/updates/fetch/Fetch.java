package io.tidegate.admin.updates.fetch;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.update.ReleaseSource.OfUri;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateRefusedException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One archive on its way into a file. {@link #run} works on the caller's thread until the file is
 * there, cannot be had, or is not wanted any more; the rest may be called by any thread.
 *
 * <p>What has come lies beside the file as {@code NAME.part}, also after a failure or a restart of
 * the gateway: another fetch of the same thing goes on there.
 */
public final class Fetch {
  private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);
  private static final int REDIRECTS = 5;
  private static final long LOOK_NANOS = 100_000_000L;

  /** In each span of {@code idle} at least so much has to come, or the connection is given up. */
  private static final long LEAST_PROGRESS = 1_024;

  private static final long DISK_STRIDE = 16L << 20;

  private final FetchSettings settings;
  private final OfUri source;
  private final Path target;
  private final Supplier<Optional<KeyRing>> keys;
  private final BackOff backOff;
  private final Bandwidth bandwidth;
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private volatile long size;
  private volatile long total = -1;
  private volatile String trouble = "";
  private long deadline;
  private long diskChecked;

  /**
   * @param target takes the file's name when it is whole; its folder is made
   * @param keys has our key, if the settings name one
   */
  public Fetch(
      FetchSettings settings, OfUri source, Path target, Supplier<Optional<KeyRing>> keys) {
    this.settings = settings;
    this.source = source;
    this.target = target;
    this.keys = keys;
    FetchSettings.Deadlines deadlines = settings.deadlines();
    backOff =
        new BackOff(deadlines.backOffMin(), deadlines.backOffMax(), ThreadLocalRandom.current());
    bandwidth = new Bandwidth(settings.bytesPerSecond(), System::nanoTime);
  }

  /** How much has come, 0–100; -1 while nobody has said how much it is. */
  public int percent() {
    long whole = total;
    return whole < 0 ? -1 : whole == 0 ? 100 : (int) Math.min(100, size * 100 / whole);
  }

  /** Bytes that have come. */
  public long size() {
    return size;
  }

  /** Why nothing is coming at the moment, a sentence; empty while all is well. */
  public String trouble() {
    return trouble;
  }

  /** Gives it up; {@link #run} returns soon. What has come is kept. */
  public void cancel() {
    cancelled.countDown();
  }

  /** Removes what has come of a file that is not wanted any more. */
  public static void forget(Path target) throws IOException {
    Part.forget(target);
  }

  /**
   * Fetches it.
   *
   * @return whether the file is there; false when it was cancelled
   * @throws UpdateRefusedException FETCH_FAILED, OVERSIZED, DISK_FULL
   */
  public boolean run() throws UpdateRefusedException, InterruptedException {
    deadline = System.nanoTime() + settings.deadlines().total().toNanos();
    try (Web web = new Web(settings, source.uri(), keys);
        Part part = Part.open(source, target)) {
      progress(part);
      boolean there = false;
      try {
        there = attempts(web, part);
        return there;
      } finally {
        if (!there) {
          part.sync();
        }
      }
    } catch (Mishap e) {
      throw new UpdateRefusedException(e.code(), e.getMessage(), e);
    } catch (IOException e) {
      throw new UpdateRefusedException(
          UpdateCode.FETCH_FAILED, "It could not be written: " + e.getMessage(), e);
    }
  }

  private boolean attempts(Web web, Part part) throws IOException, InterruptedException {
    long best = part.size();
    int inVain = 0;
    while (cancelled.getCount() > 0) {
      try {
        attempt(web, part);
        check(part);
        part.finish();
        return true;
      } catch (Mishap e) {
        if (cancelled.getCount() == 0) {
          break;
        }
        boolean further = part.size() > best;
        best = Math.max(best, part.size());
        inVain = further ? 0 : inVain + 1;
        if (further) {
          backOff.reset();
        }
        if (e.then() == Mishap.Then.RESTART) {
          part.restart("", -1);
        }
        pause(e, inVain);
      } finally {
        progress(part);
      }
    }
    return false;
  }

  private void pause(Mishap e, int inVain) throws Mishap, InterruptedException {
    if (e.then() == Mishap.Then.GIVE_UP) {
      throw e;
    }
    Duration pause = backOff.next();
    if (pause.compareTo(e.notBefore()) < 0) {
      // the server's word, and a little more each: not everybody at the same moment
      pause = e.notBefore().plusMillis(pause.toMillis() / 4);
    }
    if (inVain >= settings.attempts()) {
      throw Mishap.giveUp(
          UpdateCode.FETCH_FAILED,
          e.getMessage() + " Given up after " + inVain + " attempts in vain.");
    }
    if (System.nanoTime() + pause.toNanos() - deadline > 0) {
      throw Mishap.giveUp(UpdateCode.FETCH_FAILED, e.getMessage() + " Its time is over.");
    }
    trouble = e.getMessage();
    LOG.info(
        "Fetching from {}: {} Again in {} ms at {} bytes.",
        source.uri().getHost(),
        e.getMessage(),
        pause.toMillis(),
        size);
    var unused = cancelled.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void attempt(Web web, Part part) throws IOException, InterruptedException {
    if (part.total() >= 0 && part.size() == part.total() && part.size() > 0) {
      return; // all of it came before the interruption
    }
    room(part.total() < 0 ? source.length() : part.total(), part.size());
    HttpResponse<Body> answer = answer(web, part);
    Body body = answer.body();
    try {
      begin(answer, part);
      trouble = "";
      read(body, part, answer);
    } finally {
      body.close();
    }
  }

  private HttpResponse<Body> answer(Web web, Part part) throws IOException, InterruptedException {
    HttpRequest request = Hop.first(source, part, settings);
    for (int hop = 0; hop <= REDIRECTS; hop++) {
      HttpResponse<Body> answer = send(web, request);
      boolean done = false;
      try {
        var next = Hop.redirect(answer, source, part, settings.deadlines().idle());
        if (next.isEmpty()) {
          done = true;
          return answer;
        }
        request = next.get();
      } finally {
        if (!done) {
          answer.body().close();
        }
      }
    }
    throw Mishap.giveUp(
        UpdateCode.FETCH_FAILED,
        "The server at "
            + source.uri().getHost()
            + " redirects more than "
            + REDIRECTS
            + " times.");
  }

  private HttpResponse<Body> send(Web web, HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<Body>> coming =
        web.client(request.uri()).sendAsync(request, answer -> new Body());
    try {
      while (true) {
        late();
        try {
          return coming.get(LOOK_NANOS, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          LOG.trace("Still waiting for {}", request.uri().getHost());
        }
      }
    } catch (ExecutionException e) {
      throw Hop.broken(request.uri(), unwrapped(e));
    } finally {
      coming.cancel(true);
    }
  }

  private static IOException unwrapped(ExecutionException e) {
    return e.getCause() instanceof IOException io
        ? io
        : new IOException(String.valueOf(e.getCause()), e.getCause());
  }

  private void late() throws Mishap {
    if (cancelled.getCount() == 0) {
      throw Mishap.resume("It is not wanted any more.", null);
    }
    if (System.nanoTime() - deadline > 0) {
      throw Mishap.giveUp(
          UpdateCode.FETCH_FAILED,
          "It was not there after " + settings.deadlines().total().toMinutes() + " minutes.");
    }
  }

  /** Judges an answer by its head, and brings the part into agreement with what follows. */
  private void begin(HttpResponse<Body> answer, Part part) throws IOException {
    int status = answer.statusCode();
    if (status != 200 && status != 206) {
      throw Hop.failure(answer, settings.deadlines().retryAfterMax());
    }
    String coding = answer.headers().firstValue("Content-Encoding").orElse("identity");
    if (!coding.equalsIgnoreCase("identity")) {
      throw Mishap.giveUp(
          UpdateCode.FETCH_FAILED, "The server compresses the release; it was asked not to.");
    }
    long whole;
    if (status == 206) {
      whole = Hop.span(answer, part).total();
      part.resume();
    } else {
      whole = Hop.length(answer);
      part.restart(Hop.strongTag(answer), whole);
    }
    announced(whole);
    progress(part);
    room(whole, part.size());
  }

  private void announced(long whole) throws Mishap {
    if (whole >= 0 && source.length() >= 0 && whole != source.length()) {
      throw Mishap.giveUp(
          UpdateCode.FETCH_FAILED,
          "The server's file has " + whole + " bytes, the order says " + source.length() + ".");
    }
    if (Math.max(whole, source.length()) > settings.maxBytes()) {
      throw oversized();
    }
  }

  private Mishap oversized() {
    return Mishap.giveUp(
        UpdateCode.OVERSIZED,
        "It is larger than the " + (settings.maxBytes() >> 20) + " MiB a release may have.");
  }

  private void read(Body body, Part part, HttpResponse<Body> answer)
      throws IOException, InterruptedException {
    long idle = settings.deadlines().idle().toNanos();
    long least = leastProgress();
    long windowFrom = System.nanoTime();
    long windowSize = part.size();
    while (true) {
      late();
      Body.Found found;
      try {
        found = body.next(Math.min(LOOK_NANOS, idle));
      } catch (IOException e) {
        throw Hop.broken(answer.request().uri(), e);
      }
      if (found == Body.Found.END) {
        break;
      }
      if (found == Body.Found.PIECE) {
        for (ByteBuffer bytes : body.piece()) {
          take(bytes, part);
        }
      }
      long now = System.nanoTime();
      if (part.size() - windowSize >= least) {
        windowFrom = now;
        windowSize = part.size();
      } else if (now - windowFrom > idle) {
        throw Mishap.resume(
            "The server at " + answer.request().uri().getHost() + " sends (almost) nothing.", null);
      }
    }
    if (part.total() >= 0 && part.size() < part.total()) {
      throw Mishap.resume("The connection ended before the file did.", null);
    }
  }

  private long leastProgress() {
    long perWindow =
        settings.bytesPerSecond() * Math.max(1, settings.deadlines().idle().toSeconds()) / 4;
    return settings.bytesPerSecond() == 0 ? LEAST_PROGRESS : Math.min(LEAST_PROGRESS, perWindow);
  }

  private void take(ByteBuffer bytes, Part part) throws IOException, InterruptedException {
    int count = bytes.remaining();
    long after = part.size() + count;
    if (after > settings.maxBytes()) {
      throw oversized();
    }
    if (part.total() >= 0 && after > part.total()) {
      throw Mishap.restart("More came than the server had announced.");
    }
    if (after - diskChecked > DISK_STRIDE) {
      diskChecked = after;
      room(part.total(), part.size());
    }
    part.append(bytes);
    progress(part);
    long wait = bandwidth.take(count);
    if (wait > 0) {
      var unused = cancelled.await(wait, TimeUnit.NANOSECONDS);
    }
  }

  private void room(long whole, long have) throws IOException {
    long needed = Math.max(0, Math.min(whole, settings.maxBytes()) - have);
    long usable = Files.getFileStore(target.toAbsolutePath().getParent()).getUsableSpace();
    if (usable < needed + settings.reserveBytes()) {
      throw Mishap.giveUp(
          UpdateCode.DISK_FULL,
          "The disk has %d MB left; the release needs %d MB more, and %d MB have to stay free."
              .formatted(
                  usable / 1_000_000, needed / 1_000_000, settings.reserveBytes() / 1_000_000));
    }
  }

  private void check(Part part) throws IOException {
    long length = source.length() >= 0 ? source.length() : part.size();
    if (length != part.size()) {
      throw Mishap.giveUp(
          UpdateCode.FETCH_FAILED,
          "It has " + part.size() + " bytes, the order says " + length + ".");
    }
    String wanted = source.sha256().toLowerCase(Locale.ROOT);
    if (wanted.isEmpty() || part.sha256().equals(wanted)) {
      return;
    }
    if (part.resumed()) {
      throw Mishap.restart("What came in parts does not fit together.");
    }
    part.restart("", -1);
    throw Mishap.giveUp(
        UpdateCode.FETCH_FAILED, "What came is not the file of the order: its SHA-256 differs.");
  }

  private void progress(Part part) {
    size = part.size();
    total = part.total() >= 0 ? part.total() : source.length();
  }
}
