package io.tidegate.admin.updates.description;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the component runtime refuses before it looks at a class (P2). */
class GrammarTest {
  private static final String SERVICE = "<service><provide interface='c.Service'/></service>";

  private static Workshop workshop;

  @BeforeAll
  static void open(@TempDir Path folder) throws Exception {
    workshop = new Workshop(folder);
  }

  private static void refuses(int minor, String attributes, String inner, String words)
      throws Exception {
    assertThat(workshop.faults(minor, attributes, inner)).contains(words);
  }

  @Test
  void takesWhatIsWrittenAsItShouldBe() throws Exception {
    assertThat(
            workshop.faults(
                4,
                "configuration-policy='require' configuration-pid='$ a' init='0' immediate='true'",
                SERVICE
                    + "<property name='p' type='Integer' value='4'/>"
                    + "<reference name='r' interface='x.Y' cardinality='0..n' policy='dynamic'"
                    + " policy-option='greedy' scope='prototype_required'/>"))
        .isEmpty();
    assertThat(workshop.faults(0, "", "<property name='p' type='Char' value='65'/>")).isEmpty();
    assertThat(
            workshop.faults(
                "http://felix.apache.org/xmlns/scr/v1.1.0-felix",
                "c.One",
                "",
                "<reference name='r' interface='c.Service' bind='both' updated='both'/>"))
        .isEmpty();
  }

  @Test
  void refusesANamespaceThatNobodyReads() throws Exception {
    assertThat(workshop.faults("http://www.osgi.org/xmlns/scr/v1.44", "c.One", "", ""))
        .containsExactly("has a namespace that no component runtime reads");
    assertThat(workshop.faults("http://example.org/scr", "c.Nobody", "init='x'", "")).isEmpty();
  }

  @Test
  void refusesAttributesOfALaterVersion() throws Exception {
    refuses(0, "activate='context'", "", "has the attribute activate, which takes DS 1.1");
    refuses(
        1, "configuration-pid='a'", "", "has the attribute configuration-pid, which takes DS 1.2");
    refuses(2, "configuration-pid='a b'", "", "names several PIDs, which takes DS 1.3");
    refuses(3, "init='0'", "", "has the attribute init, which takes DS 1.4");
    refuses(
        2,
        "",
        "<reference name='r' interface='c.Service' field='still'/>",
        "has reference r with field, which takes DS 1.3");
    refuses(
        1,
        "",
        "<reference name='r' interface='c.Service' bind='base' updated='base'/>",
        "has reference r with updated, which takes DS 1.2");
    refuses(
        2,
        "",
        SERVICE.replace("<service", "<service scope='bundle'"),
        "has a scope, which takes DS 1.3");
  }

  @Test
  void refusesValuesThatAreNone() throws Exception {
    refuses(4, "configuration-policy='must'", "", "has configuration-policy must, which is none");
    refuses(4, "configuration-pid='a a'", "", "names one PID twice");
    refuses(4, "init='one'", "", "has init one, no number from 0");
    refuses(
        4,
        "",
        "<property name='p' type='Int' value='1'/>",
        "has property p of type Int, which is none");
    refuses(
        4, "", "<property name='p' type='Long' value='x'/>", "has property p, which is no Long");
    refuses(4, "", "<property value='x'/>", "has a property without a name");
    refuses(
        4,
        "",
        SERVICE.replace("<service", "<service scope='all'"),
        "offers a service of scope all, which is none");
    for (String each :
        List.of(
            "cardinality='1'",
            "policy='live'",
            "policy-option='eager'",
            "scope='singleton'",
            "field='still' field-option='update'")) {
      assertThat(workshop.faults(4, "", "<reference name='r' interface='c.Service' " + each + "/>"))
          .as(each)
          .singleElement()
          .asString()
          .endsWith(", which is none here");
    }
    refuses(
        4,
        "init='0'",
        "<reference name='r' interface='c.Service' parameter='-1'/>",
        "has reference r with parameter -1, no index from 0");
  }

  @Test
  void refusesWhatIsThereTwiceOrContradictsItself() throws Exception {
    String reference = "<reference name='r' interface='c.Service'/>";
    refuses(4, "", reference + reference, "has more than one reference r");
    refuses(4, "", "<implementation class='c.One'/>", "has more than one element implementation");
    refuses(4, "", SERVICE + SERVICE, "has more than one element service");
    refuses(4, "", "<service/>", "offers a service without saying which");
    refuses(4, "", "<reference name='r'/>", "has a reference to nothing: reference r");
    refuses(4, "factory='f' immediate='true'", "", "is a factory, and no immediate one");
    refuses(
        4,
        "immediate='false'",
        "",
        "is not immediate, no factory and offers nothing: nobody could ask for it");
    refuses(
        4,
        "immediate='true'",
        SERVICE.replace("<service", "<service scope='prototype'"),
        "is immediate or a factory, and its service can be of scope singleton only");
  }
}
