package io.tidegate.admin.exi.tool;

import io.tidegate.admin.exi.tool.json.JsonFault;
import io.tidegate.admin.exi.tool.json.JsonOut;
import io.tidegate.api.operation.Tool;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * {@code tidegate exi decode} and {@code tidegate exi encode}: frames of charging vehicles as lines
 * of JSON, and back.
 */
@Component(service = Tool.class, property = Tool.NAME + "=exi")
public final class ExiTool implements Tool {
  private static final int FLUSH = 1 << 15;

  private final InputStream in;

  /** Reads the standard input of the process, which the launcher leaves to the command. */
  public ExiTool() {
    this(System.in);
  }

  ExiTool(InputStream in) {
    this.in = in;
  }

  @Override
  public String summary() {
    return "frames of ISO 15118 and DIN 70121 as JSON, and back";
  }

  @Override
  public String help() {
    return """
        tidegate exi decode [--schema NAME] [FILE ...]
        tidegate exi encode [--schema NAME] [FILE ...]

        decode reads a frame a line in hexadecimal digits (an EXI payload, or V2GTP frames, which begin
        with 01FE), or a capture (pcap, pcapng: discovery, and V2GTP over TCP in clear), and prints a
        JSON object a frame. encode reads such lines and prints the frames. Without FILE, or with -,
        standard input is read. Empty lines and lines that begin with # are passed over.

          --schema NAME  the schema set of the frames, or of lines that name none: a name or a namespace.
                         Without it the payload type of V2GTP decides; else the first set of which the
                         frame is a canonical document, in this order:
                         sap iso2 din iso20 iso20-dc iso20-ac iso20-wpt iso20-acdp
                         (further sets of which it is one are named in "also"; without any, the first
                         that reads it). Never guessed: xmldsig, and what signatures cover:
                         iso2-fragment iso20-fragment iso20-dc-fragment iso20-ac-fragment

        A line of JSON: schema, message (DIN and -2: the element in the body), v2gtp (payload type, if
        there was a header), frame (of a capture: number, time, from, to), then the fields under their
        names in the standard; hexBinary in capitals, base64Binary in base 64, absent fields left out,
        the text of an element with attributes as "value", lists of alternatives as "items".
        What cannot be decoded: error, schema, reason, bit (of the payload), line. What cannot be encoded
        is said on standard error with line and path of the field.

        Exit codes: 0 every frame, 1 not every frame, 2 used wrongly or a file cannot be read.
        """;
  }

  @Override
  public int run(Call call) {
    List<String> words = new ArrayList<>(call.arguments());
    words.remove("--json");
    String action = words.isEmpty() ? "" : words.remove(0);
    Schema schema = null;
    int option = words.indexOf("--schema");
    if (option >= 0 && option + 1 < words.size()) {
      String name = words.get(option + 1);
      schema = Schemas.named(name).orElse(null);
      if (schema == null) {
        call.err().println("tidegate exi: no schema " + name + "; there are " + Schemas.names());
        return 2;
      }
      words.subList(option, option + 2).clear();
    }
    boolean decode = action.equals("decode");
    boolean wrong = words.stream().anyMatch(w -> w.startsWith("-") && w.length() > 1);
    if (wrong || (!decode && !action.equals("encode"))) {
      call.err().print(help());
      return 2;
    }
    return run(call, new Work(call, decode, schema), words.isEmpty() ? List.of("-") : words);
  }

  private int run(Call call, Work work, List<String> files) {
    for (String file : files) {
      try {
        if (file.equals("-")) {
          work.stream(in, "");
        } else {
          try (InputStream opened = Files.newInputStream(call.directory().resolve(file))) {
            work.stream(opened, files.size() > 1 ? file : "");
          }
        }
      } catch (IOException | InvalidPathException e) {
        work.flush();
        call.err().println("tidegate exi: " + sentence(file, e));
        return 2;
      }
    }
    work.flush();
    return work.failed() ? 1 : 0;
  }

  private static String sentence(String file, Exception e) {
    if (e instanceof NoSuchFileException) {
      return "there is no file " + file;
    }
    String what = e instanceof EOFException ? "is cut short" : String.valueOf(e.getMessage());
    return (file.equals("-") ? "standard input" : file) + ": " + what;
  }

  /** One run of the command. */
  private static final class Work {
    private final Call call;
    private final boolean decode;
    private final JsonOut out = new JsonOut();
    private final FrameDecoder decoder;
    private final LineEncoder encoder;
    private boolean refused;

    Work(Call call, boolean decode, Schema schema) {
      this.call = call;
      this.decode = decode;
      this.decoder = new FrameDecoder(out, schema);
      this.encoder = new LineEncoder(schema);
    }

    boolean failed() {
      return refused || decoder.failed();
    }

    /** Hands over what is written; false if nobody reads it any more. */
    boolean flush() {
      out.flushTo(call.out());
      return !call.out().checkError();
    }

    void stream(InputStream stream, String file) throws IOException {
      BufferedInputStream in = new BufferedInputStream(stream, 1 << 16);
      if (decode) {
        in.mark(4);
        int magic = magic(in.readNBytes(4));
        if (Capture.isCapture(magic)) {
          capture(Capture.open(in, magic), file);
          return;
        }
        in.reset();
      }
      lines(new Lines(in), file);
    }

    private static int magic(byte[] first) {
      int magic = 0;
      for (byte b : first) {
        magic = magic << 8 | (b & 0xff);
      }
      return first.length < 4 ? 0 : magic;
    }

    private void capture(Capture capture, String file) throws IOException {
      Packets packets = new Packets(decoder, file);
      try {
        for (Capture.Packet p = capture.next(); p != null; p = capture.next()) {
          packets.packet(p);
          if (out.size() >= FLUSH && !flush()) {
            return;
          }
        }
      } finally {
        packets.end();
        flush();
      }
      if (packets.encrypted() > 0) {
        call.err()
            .println(
                "tidegate exi: streams of TCP that are encrypted (TLS), not read: "
                    + packets.encrypted());
      }
    }

    private void lines(Lines lines, String file) throws IOException {
      for (long number = 1; lines.next(); number++) {
        int length = lines.length();
        boolean passed = length == 0 || lines.buffer()[lines.offset()] == '#';
        if (!passed || lines.tooLong()) {
          line(lines, number, file);
        }
        boolean due = out.size() >= FLUSH || (out.size() > 0 && lines.isDrained());
        if (due && !flush()) {
          return;
        }
      }
    }

    private void line(Lines lines, long number, String file) {
      if (decode) {
        Place place = Place.line(file, number);
        byte[] frame =
            lines.tooLong() ? null : Hex.parse(lines.buffer(), lines.offset(), lines.length());
        if (frame == null) {
          String what =
              lines.tooLong() ? "the line is too long" : "no hexadecimal digits, two a byte";
          decoder.error(what, place);
        } else {
          decoder.decode(frame, place);
        }
        return;
      }
      try {
        if (lines.tooLong()) {
          throw new JsonFault("", "the line is too long");
        }
        out.hexLine(encoder.encode(lines.buffer(), lines.offset(), lines.length()));
      } catch (IOException e) {
        refused = true;
        flush();
        String where = (file.isEmpty() ? "" : file + ": ") + "line " + number + ": ";
        call.err().println("tidegate exi: " + where + e.getMessage());
      }
    }
  }
}
