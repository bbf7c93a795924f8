package io.tidegate.itests.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The compiled main classes of the whole checkout, read once. */
final class Code {
  static final List<Reactor.Module> MODULES = Reactor.modules();
  static final JavaClasses CLASSES = read();

  private Code() {}

  private static JavaClasses read() {
    List<Path> folders = new ArrayList<>();
    MODULES.forEach(module -> folders.add(module.classes()));
    folders.add(Reactor.ROOT.resolve("distribution/launcher/target/classes"));
    return new ClassFileImporter()
        .importPaths(folders.stream().filter(Files::isDirectory).toList());
  }

  /** The class a person wrote: of an inner class the outermost. */
  static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(Code::outermost).orElse(type.getName());
  }
}
