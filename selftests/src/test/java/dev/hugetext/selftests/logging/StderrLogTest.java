package dev.hugetext.selftests.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.ConsoleAppender;
import dev.hugetext.loader.cli.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StderrLogTest {
  @AfterEach
  void noDebug() {
    System.clearProperty(Main.DEBUG_PROPERTY);
  }

  private static Logger root() {
    var context = new LoggerContext();
    new StderrLog().configure(context);
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Test
  void warningsOnlyUnlessDebugIsWanted() {
    assertEquals(Level.WARN, root().getLevel());
    System.setProperty(Main.DEBUG_PROPERTY, "true");
    assertEquals(Level.DEBUG, root().getLevel());
  }

  private static void assertGoesToStandardError(Logger logger) {
    var appender = logger.iteratorForAppenders().next();
    var console = assertInstanceOf(ConsoleAppender.class, appender);

    assertEquals("System.err", console.getTarget());
  }

  @Test
  void standardOutputIsLeftAlone() {
    assertGoesToStandardError(root());
  }

  @Test
  void logbackFindsItAsAService() {
    assertGoesToStandardError((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME));
  }
}
