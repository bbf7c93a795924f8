package io.tidegate.itests.updates;

import io.tidegate.itests.updates.Works.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Shipped jars once more, of another version, with something wrong in them. */
final class Sabotage {
  private static final String COMPONENT = "OSGI-INF/broken.xml";
  private static final String DESCRIPTIONS = "Service-Component";

  private static final String DESCRIPTION =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="broken" immediate="%s" activate="activate">
        <implementation class="%s"/>
        <property name="hc.name" value="broken"/>
        <property name="hc.tags" value="tidegate"/>
        <property name="osgi.http.whiteboard.resource.pattern" value="/broken/*"/>
        <property name="osgi.http.whiteboard.resource.prefix" value="/broken"/>
        <service><provide interface="%s"/></service>
      </scr:component>
      """;

  private static final String CHECK = "org.apache.felix.hc.api.HealthCheck";
  private static final String PROVIDE = "<provide interface=\"%s\"/>";

  private final Fault fault;

  private Sabotage(Fault fault) {
    this.fault = fault;
  }

  static byte[] another(Path shipped, String version, Fault fault) throws IOException {
    return new Sabotage(fault).another(shipped, version);
  }

  private byte[] another(Path shipped, String version) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JarFile jar = new JarFile(shipped.toFile())) {
      Manifest manifest = new Manifest(jar.getManifest());
      change(manifest.getMainAttributes(), version);
      try (JarOutputStream writer = new JarOutputStream(out, manifest)) {
        writer.setLevel(1);
        for (JarEntry entry : new ArrayList<>(jar.stream().toList())) {
          if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
            copy(jar, entry, writer);
          }
        }
        add(writer);
      }
    }
    return out.toByteArray();
  }

  private void change(Attributes main, String version) {
    main.putValue("Bundle-Version", version);
    String imports = main.getValue("Import-Package");
    if (fault == Fault.UNRESOLVABLE) {
      imports += ",io.tidegate.nowhere";
    }
    if (!fault.activator().isEmpty()) {
      main.putValue("Bundle-Activator", fault.activator());
    }
    if (!fault.component().isEmpty()) {
      main.putValue(DESCRIPTIONS, main.getValue(DESCRIPTIONS) + "," + COMPONENT);
    }
    if (!fault.activator().isEmpty() || !fault.component().isEmpty()) {
      for (String needed : List.of("org.osgi.framework", "org.apache.felix.hc.api")) {
        imports += imports.contains(needed + ";") ? "" : "," + needed;
      }
    }
    if (fault == Fault.COLD || fault == Fault.SINKS) {
      imports += ",org.osgi.framework.startlevel";
    }
    if (fault == Fault.IDLE) {
      Object unused = main.remove(new Attributes.Name(DESCRIPTIONS));
    }
    main.putValue("Import-Package", imports);
  }

  private void copy(JarFile jar, JarEntry entry, JarOutputStream out) throws IOException {
    String name = entry.getName();
    boolean description = name.startsWith("OSGI-INF/") && name.endsWith(".xml");
    boolean dropped =
        fault == Fault.DROPS && name.endsWith("/Journal.class")
            || fault == Fault.UNDESCRIBED && description;
    if (!dropped) {
      out.putNextEntry(new JarEntry(name));
      try (InputStream content = jar.getInputStream(entry)) {
        if (description) {
          String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
          out.write(described(text).getBytes(StandardCharsets.UTF_8));
        } else if (fault == Fault.SHUT && name.endsWith("/rest/Gate.class")) {
          String bytes = new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
          bytes = bytes.replace("Authorization", "Authorisation");
          out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        } else {
          content.transferTo(out);
        }
      }
    }
  }

  private String described(String text) {
    return switch (fault) {
      case MISNAMED -> text.replaceAll("(<implementation class=\"[^\"]*)\"", "$1Misnamed\"");
      case FAILS -> text.replaceAll("(<implementation class=\")[^\"]*", "$1" + fault.substitute());
      case UNACTIVATED -> text.replace(" init=", " activate=\"begin\" init=");
      case UNBOUND -> text.replaceAll(" bind=\"([^\"]*)\"", " bind=\"$1X\"");
      case UNCHECKED -> text.replace(PROVIDE.formatted(CHECK), "");
      case MUTE -> text.replace(PROVIDE.formatted("io.tidegate.api.connection.Dialect"), "");
      case ELSEWHERE ->
          text.replace(
                  "servlet.pattern\" type=\"String\">/api/*",
                  "servlet.pattern\" type=\"String\">/nope/*")
              .replace(
                  "servlet.pattern\" type=\"String\" value=\"/\"",
                  "servlet.pattern\" type=\"String\" value=\"/nope\"");
      case UNREAD -> text.replace("<scr:component ", "<scr:component configuration-pid=\"nix\" ");
      case AIMLESS ->
          text.replace(
              "<reference name=\"Actuator\"", "<reference name=\"Actuator\" target=\"(nix=1)\"");
      default -> text;
    };
  }

  private void add(JarOutputStream out) throws IOException {
    if (!fault.activator().isEmpty()) {
      add(fault.activator(), "", "", out);
    }
    if (!fault.substitute().isEmpty()) {
      add(fault.substitute(), "", "", out);
    }
    if (fault == Fault.UNLINKED) {
      add("io.tidegate.itests.updates.broken.Outdated", "execute", "perform", out);
    }
    if (!fault.component().isEmpty()) {
      add(fault.component(), "java/util/TimerTask", "acme/util/TimerTask", out);
      out.putNextEntry(new JarEntry(COMPONENT));
      String text =
          DESCRIPTION.formatted(
              fault == Fault.COMPONENT_HANGS,
              fault.component(),
              fault == Fault.UNLOADABLE || fault == Fault.UNASKED ? "java.lang.Runnable" : CHECK);
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A class of the tests' own, with one text in it replaced by another one of that length. */
  private static void add(String type, String text, String by, JarOutputStream out)
      throws IOException {
    String name = type.replace('.', '/') + ".class";
    out.putNextEntry(new JarEntry(name));
    try (InputStream content = Sabotage.class.getClassLoader().getResourceAsStream(name)) {
      String bytes = new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
      out.write(bytes.replace(text, by).getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
