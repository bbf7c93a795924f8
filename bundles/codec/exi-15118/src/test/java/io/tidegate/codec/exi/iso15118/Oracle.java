package io.tidegate.codec.exi.iso15118;

import com.siemens.ct.exi.core.EXIFactory;
import com.siemens.ct.exi.core.exceptions.EXIException;
import com.siemens.ct.exi.core.grammars.Grammars;
import com.siemens.ct.exi.core.helpers.DefaultEXIFactory;
import com.siemens.ct.exi.grammars.GrammarFactory;
import com.siemens.ct.exi.main.api.sax.EXIResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/**
 * EXIficient, with the XML schema that the generator wrote and the options that the standards
 * prescribe.
 */
final class Oracle {
  private final Grammars grammars;
  private final XMLReader reader;

  /** Loads a schema by its name; takes a second or two. */
  Oracle(String schema) throws EXIException, SAXException, ParserConfigurationException {
    Path file = Path.of("target/generated-test-resources/xsd", schema + ".xsd");
    SAXParserFactory parsers = SAXParserFactory.newInstance();
    parsers.setNamespaceAware(true);
    reader = parsers.newSAXParser().getXMLReader();
    grammars = GrammarFactory.newInstance().createGrammars(file.toUri().toString());
  }

  byte[] encode(String xml, boolean fragment) throws EXIException, IOException, SAXException {
    EXIFactory factory = DefaultEXIFactory.newInstance();
    factory.setGrammars(grammars);
    factory.setFragment(fragment);
    factory.setValuePartitionCapacity(0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EXIResult result = new EXIResult(factory);
    result.setOutputStream(out);
    reader.setContentHandler(result.getHandler());
    reader.parse(new InputSource(new StringReader(xml)));
    return out.toByteArray();
  }
}
