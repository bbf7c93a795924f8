package io.tidegate.itests.architecture;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The public face of an api type as lines of text, one a type and one a member. */
final class ApiSignature {

  private ApiSignature() {}

  /** Lines of one public type; each begins with the type's name, so that lines can be sorted. */
  static SortedSet<String> of(Class<?> type) {
    SortedSet<String> lines = new TreeSet<>();
    if (!isVisible(type.getModifiers())) {
      return lines;
    }
    String name = type.getName().substring(type.getPackageName().length() + 1);
    lines.add(name + " : " + header(type));
    if (type.isRecord()) {
      lines.add(
          name
              + "("
              + Arrays.stream(type.getRecordComponents())
                  .map(c -> text(c) + " " + c.getName())
                  .collect(Collectors.joining(", "))
              + ")");
    }
    for (Field field : type.getDeclaredFields()) {
      if (isVisible(field.getModifiers()) && !field.isSynthetic()) {
        lines.add(
            name
                + "."
                + field.getName()
                + " : "
                + modifiers(field.getModifiers())
                + field.getGenericType().getTypeName());
      }
    }
    for (Executable method : methods(type)) {
      lines.add(name + "." + member(type, method));
    }
    return lines;
  }

  private static String header(Class<?> type) {
    String kind =
        type.isAnnotation()
            ? "annotation"
            : type.isRecord()
                ? "record"
                : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
    String parents =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.ofNullable(type.getGenericSuperclass()),
                Arrays.stream(type.getGenericInterfaces()))
            .map(java.lang.reflect.Type::getTypeName)
            .filter(parent -> !parent.equals("java.lang.Object"))
            .filter(parent -> !parent.equals("java.lang.Record"))
            .collect(Collectors.joining(", "));
    return (type.isSealed() ? "sealed " : "")
        + (Modifier.isFinal(type.getModifiers()) ? "final " : "")
        + (Modifier.isAbstract(type.getModifiers()) && !type.isInterface() ? "abstract " : "")
        + kind
        + Arrays.stream(type.getTypeParameters())
            .map(Object::toString)
            .collect(Collectors.joining(",", type.getTypeParameters().length == 0 ? "" : "<", ""))
        + (parents.isEmpty() ? "" : " of " + parents);
  }

  private static List<Executable> methods(Class<?> type) {
    return java.util.stream.Stream.<Executable>concat(
            Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
        .filter(m -> isVisible(m.getModifiers()) && !m.isSynthetic())
        .toList();
  }

  private static String member(Class<?> type, Executable method) {
    boolean constructor = method instanceof java.lang.reflect.Constructor<?>;
    String result =
        method instanceof java.lang.reflect.Method m ? m.getGenericReturnType().getTypeName() : "";
    String thrown =
        Arrays.stream(method.getGenericExceptionTypes())
            .map(java.lang.reflect.Type::getTypeName)
            .sorted()
            .collect(Collectors.joining(", "));
    boolean needsBody = type.isInterface() && Modifier.isAbstract(method.getModifiers());
    return (constructor ? "new" : method.getName())
        + Arrays.stream(method.getGenericParameterTypes())
            .map(java.lang.reflect.Type::getTypeName)
            .collect(Collectors.joining(", ", "(", ")"))
        + " : "
        + (needsBody ? "" : modifiers(method.getModifiers()))
        + (type.isInterface() && !needsBody && !Modifier.isStatic(method.getModifiers())
            ? "default "
            : "")
        + result
        + (thrown.isEmpty() ? "" : " throws " + thrown);
  }

  private static String text(RecordComponent component) {
    return component.getGenericType().getTypeName();
  }

  private static String modifiers(int modifiers) {
    int told = Modifier.STATIC | Modifier.PROTECTED | Modifier.ABSTRACT;
    String text = Modifier.toString(modifiers & told);
    return text.isEmpty() ? "" : text + " ";
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }
}
