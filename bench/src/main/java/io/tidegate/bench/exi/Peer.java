package io.tidegate.bench.exi;

import com.siemens.ct.exi.core.EXIBodyDecoder;
import com.siemens.ct.exi.core.EXIBodyEncoder;
import com.siemens.ct.exi.core.EXIFactory;
import com.siemens.ct.exi.core.EXIStreamEncoder;
import com.siemens.ct.exi.core.context.QNameContext;
import com.siemens.ct.exi.core.exceptions.EXIException;
import com.siemens.ct.exi.core.grammars.event.EventType;
import com.siemens.ct.exi.core.helpers.DefaultEXIFactory;
import com.siemens.ct.exi.core.values.Value;
import com.siemens.ct.exi.grammars.GrammarFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * EXIficient at its fastest: typed events, no XML. Reads the XML schema that the build has made of
 * our model.
 */
final class Peer {
  /** From the root of the checkout, where the benchmarks are run. */
  private static final Path SCHEMA =
      Path.of("bundles/codec/exi-15118/target/generated-test-resources/xsd/dc.xsd");

  /**
   * One event: the start of an element if it has a name, its text if it has a value, else its end.
   */
  record Event(QNameContext name, Value value) {}

  private final EXIFactory factory = DefaultEXIFactory.newInstance();

  Peer() throws EXIException {
    factory.setGrammars(GrammarFactory.newInstance().createGrammars(SCHEMA.toUri().toString()));
    factory.setValuePartitionCapacity(0);
  }

  List<Event> decode(byte[] payload) throws EXIException, IOException {
    List<Event> events = new ArrayList<>(64);
    EXIBodyDecoder decoder =
        factory.createEXIStreamDecoder().decodeHeader(new ByteArrayInputStream(payload));
    for (EventType type = decoder.next(); type != null; type = decoder.next()) {
      switch (type) {
        case START_DOCUMENT -> decoder.decodeStartDocument();
        case END_DOCUMENT -> decoder.decodeEndDocument();
        case START_ELEMENT, START_ELEMENT_NS, START_ELEMENT_GENERIC ->
            events.add(new Event(decoder.decodeStartElement(), null));
        case END_ELEMENT, END_ELEMENT_UNDECLARED -> {
          decoder.decodeEndElement();
          events.add(new Event(null, null));
        }
        case CHARACTERS, CHARACTERS_GENERIC ->
            events.add(new Event(null, decoder.decodeCharacters()));
        default -> throw new IllegalStateException(type.name());
      }
    }
    return events;
  }

  byte[] encode(List<Event> events) throws EXIException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    EXIStreamEncoder stream = factory.createEXIStreamEncoder();
    EXIBodyEncoder encoder = stream.encodeHeader(out);
    encoder.encodeStartDocument();
    for (Event event : events) {
      if (event.name() != null) {
        encoder.encodeStartElement(event.name().getNamespaceUri(), event.name().getLocalName(), "");
      } else if (event.value() != null) {
        encoder.encodeCharacters(event.value());
      } else {
        encoder.encodeEndElement();
      }
    }
    encoder.encodeEndDocument();
    encoder.flush();
    return out.toByteArray();
  }
}
