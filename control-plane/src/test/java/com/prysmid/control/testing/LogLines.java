package com.prysmid.control.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Everything any logger says at INFO or above, and at DEBUG for our own, with its exceptions; to be read while it is written. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    private LogLines() {}

    public static LogLines listen() {
        LogLines log = new LogLines();
        log.start();
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(log);
        logger("com.prysmid").setLevel(Level.DEBUG);
        return log;
    }

    public List<String> all() {
        return List.copyOf(lines);
    }

    public long count(String text) {
        return lines.stream().filter(line -> line.contains(text)).count();
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage() + " " + ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    @Override
    public void close() {
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(this);
        logger("com.prysmid").setLevel(Level.INFO);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
