package io.tidegate.admin.updates.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tidegate.api.update.ReleaseSource.OfUri;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.codec.settings.Hosts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests and answers of the part of HTTP that is needed (RFC 9110 §10.2.3, §13.1.5, §14). */
final class Hop {
  private static final Pattern RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
  private static final int TAG_LENGTH = 256;

  private Hop() {}

  /** The first request of an attempt. */
  static HttpRequest first(OfUri source, Part part, FetchSettings settings) throws Mishap {
    check(source.uri());
    confidential(source, settings);
    return request(source.uri(), source.headers(), part, settings.deadlines().idle());
  }

  /** What says who may have the release is not for all to read. */
  private static void confidential(OfUri source, FetchSettings settings) throws Mishap {
    boolean readable =
        "http".equals(scheme(source.uri())) && !Hosts.isLoopback(source.uri().getHost());
    if (readable && !source.headers().isEmpty() && !settings.insecureHttp()) {
      throw Mishap.giveUp(
          UpdateCode.FETCH_FAILED,
          "The order's headers are not sent over http:// to "
              + source.uri().getHost()
              + ": use https://, or set field fetch.insecure.http.");
    }
  }

  private static HttpRequest request(
      URI uri, Map<String, String> headers, Part part, Duration patience) throws Mishap {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(patience).GET();
    try {
      headers.forEach(request::setHeader);
    } catch (IllegalArgumentException e) {
      // the header's value may be a secret: it is not repeated
      throw Mishap.giveUp(
          UpdateCode.FETCH_FAILED, "The order's headers cannot be sent: one is not allowed.");
    }
    request.setHeader("Accept-Encoding", "identity");
    if (part.resumable()) {
      request.setHeader("Range", "bytes=" + part.size() + "-");
      if (!part.etag().isEmpty()) {
        request.setHeader("If-Range", part.etag());
      }
    }
    return request.build();
  }

  /**
   * Where a redirect leads, if the answer is one. Headers that came with the order go to the origin
   * they were given for, and nowhere else.
   */
  static Optional<HttpRequest> redirect(
      HttpResponse<?> answer, OfUri source, Part part, Duration patience) throws Mishap {
    int status = answer.statusCode();
    if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) {
      return Optional.empty();
    }
    URI from = answer.request().uri();
    URI to;
    try {
      to = from.resolve(answer.headers().firstValue("Location").orElse("")).parseServerAuthority();
    } catch (java.net.URISyntaxException | IllegalArgumentException e) {
      throw Mishap.giveUp(
          UpdateCode.FETCH_FAILED, "The server at " + from.getHost() + " redirects to nowhere.");
    }
    check(to);
    if ("https".equals(scheme(from)) && !"https".equals(scheme(to))) {
      throw Mishap.giveUp(
          UpdateCode.FETCH_FAILED,
          "The server at " + from.getHost() + " redirects from https to http; refused.");
    }
    boolean same = origin(source.uri()).equals(origin(to));
    return Optional.of(request(to, same ? source.headers() : Map.of(), part, patience));
  }

  private static void check(URI uri) throws Mishap {
    boolean web = "http".equals(scheme(uri)) || "https".equals(scheme(uri));
    if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
      throw Mishap.giveUp(
          UpdateCode.FETCH_FAILED,
          "A release is fetched from http:// or https:// with a host and without a user.");
    }
  }

  private static String scheme(URI uri) {
    return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
  }

  /** Scheme, host and port. */
  static String origin(URI uri) {
    int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(scheme(uri)) ? 443 : 80;
    return scheme(uri) + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }

  /** What an answer says about the bytes that follow. */
  record Span(long from, long total) {}

  /** The span of a 206; fails when it is not the one that was asked for. */
  static Span span(HttpResponse<?> answer, Part part) throws Mishap {
    String text = answer.headers().firstValue("Content-Range").orElse("");
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      throw Mishap.restart("The server answered with a part and did not say which.");
    }
    long from = Long.parseLong(range.group(1));
    long total = range.group(3).equals("*") ? part.total() : Long.parseLong(range.group(3));
    boolean whole = total < 0 || Long.parseLong(range.group(2)) == total - 1;
    boolean fits = part.total() < 0 || total == part.total();
    if (from != part.size() || !whole || !fits) {
      throw Mishap.restart("The server answered with another part than was asked for.");
    }
    return new Span(from, total);
  }

  /** The entity tag, when it is one that names bytes and not just their meaning. */
  static String strongTag(HttpResponse<?> answer) {
    String tag = answer.headers().firstValue("ETag").orElse("");
    boolean plain = US_ASCII.newEncoder().canEncode(tag) && tag.length() <= TAG_LENGTH;
    return plain && !tag.startsWith("W/") ? tag : "";
  }

  static long length(HttpResponse<?> answer) throws Mishap {
    try {
      OptionalLong length = answer.headers().firstValueAsLong("Content-Length");
      return length.isPresent() && length.getAsLong() >= 0 ? length.getAsLong() : -1;
    } catch (NumberFormatException e) {
      throw Mishap.resume("The server's Content-Length is no number.", e);
    }
  }

  /** An answer that is neither the file nor a redirect. */
  static Mishap failure(HttpResponse<?> answer, Duration longest) {
    int status = answer.statusCode();
    String sentence =
        "The server at " + answer.request().uri().getHost() + " answered " + status + ".";
    return switch (status) {
      case 416 -> Mishap.restart(sentence);
      case 408, 425, 429, 500, 502, 503, 504 -> Mishap.later(sentence, retryAfter(answer, longest));
      default -> Mishap.giveUp(UpdateCode.FETCH_FAILED, sentence);
    };
  }

  private static Duration retryAfter(HttpResponse<?> answer, Duration longest) {
    String text = answer.headers().firstValue("Retry-After").orElse("").strip();
    Duration asked = Duration.ZERO;
    if (text.matches("\\d{1,9}")) {
      asked = Duration.ofSeconds(Long.parseLong(text));
    } else if (!text.isEmpty()) {
      try {
        // by the server's own clock when it tells it: ours may be off
        Instant now = answer.headers().firstValue("Date").map(Hop::date).orElseGet(Instant::now);
        asked = Duration.between(now, date(text));
      } catch (DateTimeException e) {
        return Duration.ZERO; // says nothing: the usual pause
      }
    }
    return asked.isNegative() ? Duration.ZERO : asked.compareTo(longest) > 0 ? longest : asked;
  }

  private static Instant date(String text) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
  }

  /** What a broken connection is called. */
  static Mishap broken(URI uri, IOException e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return Mishap.resume("The connection to " + uri.getHost() + " failed: " + why, e);
  }
}
