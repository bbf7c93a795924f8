package io.tidegate.admin.updates.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tidegate.api.update.FeatureDesk.Feature;
import io.tidegate.api.update.UpdateDesk.InstalledRelease;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import io.tidegate.api.update.UpdateView.Resources;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the API says, as JSON. */
final class Views {
  private static final JsonFactory JSON = new JsonFactory();

  private Views() {}

  /** Writes one thing. */
  @FunctionalInterface
  private interface Content<T> {
    void write(JsonGenerator json, T thing) throws IOException;
  }

  private static <T> String text(T thing, Content<T> content) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      content.write(json, thing);
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes everything", e);
    }
    return out.toString();
  }

  private static <T> String list(String name, List<T> things, Content<T> content) {
    return text(
        things,
        (json, all) -> {
          json.writeStartObject();
          json.writeArrayFieldStart(name);
          for (T thing : all) {
            content.write(json, thing);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  static String updates(List<UpdateView> views) {
    return list("updates", views, Views::write);
  }

  static String update(UpdateView view) {
    return text(view, Views::write);
  }

  /** As the API writes constants. */
  static String word(UpdateStep step) {
    return step.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void write(JsonGenerator json, UpdateView view) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", view.id());
    json.writeStringField("giver", view.giver());
    json.writeStringField("release", view.release());
    json.writeStringField("version", view.version());
    json.writeNumberField("counter", view.counter());
    json.writeStringField("step", word(view.step()));
    json.writeBooleanField("ended", view.step().ended());
    if (view.percent() >= 0) {
      json.writeNumberField("percent", view.percent());
    }
    json.writeStringField("code", view.code());
    json.writeStringField("sentence", view.sentence());
    json.writeBooleanField("approvable", view.approvable());
    json.writeArrayFieldStart("steps");
    for (UpdateView.Done done : view.steps()) {
      json.writeStartObject();
      json.writeStringField("step", word(done.step()));
      json.writeStringField("at", done.at().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    write(json, "before", view.before());
    write(json, "after", view.after());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Optional<Resources> takes)
      throws IOException {
    if (takes.isPresent()) {
      Resources r = takes.get();
      json.writeObjectFieldStart(name);
      json.writeNumberField("startLevel", r.startLevel());
      json.writeNumberField("bundles", r.bundles());
      json.writeNumberField("threads", r.threads());
      json.writeNumberField("classes", r.classes());
      json.writeNumberField("heapBytes", r.heapBytes());
      json.writeNumberField("classBytes", r.classBytes());
      json.writeEndObject();
    }
  }

  static String releases(List<InstalledRelease> releases) {
    return list(
        "releases",
        releases,
        (json, release) -> {
          json.writeStartObject();
          json.writeStringField("name", release.name());
          json.writeStringField("version", release.version());
          json.writeNumberField("counter", release.counter());
          json.writeBooleanField("confirmed", release.confirmed());
          json.writeEndObject();
        });
  }

  static String features(List<Feature> features) {
    return list(
        "features",
        features,
        (json, feature) -> {
          json.writeStartObject();
          json.writeStringField("name", feature.name());
          json.writeStringField("summary", feature.summary());
          json.writeStringField("release", feature.release());
          json.writeBooleanField("installed", feature.installed());
          json.writeBooleanField("fixed", feature.fixed());
          json.writeArrayFieldStart("bundles");
          for (String bundle : feature.bundles()) {
            json.writeString(bundle);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
