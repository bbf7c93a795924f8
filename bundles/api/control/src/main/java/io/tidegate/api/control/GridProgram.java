package io.tidegate.api.control;

/**
 * A grid program: OpenADR, IEEE 2030.5, an operator's own. It hands in commands at the {@link
 * GridCommandDesk} and keep-alives at the {@link SiteInbox}; this service makes it visible.
 */
public interface GridProgram {
  String id();

  /** A sentence about its link: connected to what, since when, last signal. */
  String describe();
}
