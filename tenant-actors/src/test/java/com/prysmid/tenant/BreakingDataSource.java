package com.prysmid.tenant;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A database connection that breaks: before or after its n-th step, where a step is a statement or a commit. A break closes the
 * real connection, as a crash of the node or of the network does.
 */
public final class BreakingDataSource {
    private final DataSource real;
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();
    private volatile int breakAt = Integer.MAX_VALUE;
    private volatile boolean afterTheStep;

    public BreakingDataSource(DataSource real) {
        this.real = real;
    }

    /** @param step counted from 1, from now on */
    public void breakAt(int step, boolean after) {
        steps.set(0);
        afterTheStep = after;
        breakAt = step;
    }

    public void heal() {
        breakAt = Integer.MAX_VALUE;
    }

    /** Steps since the last {@link #breakAt}. */
    public int steps() {
        return steps.get();
    }

    public int commits() {
        return commits.get();
    }

    public DataSource dataSource() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(real, method, arguments);
            if (result instanceof Connection connection) {
                connection.setAutoCommit(false);
                return connection(connection);
            }
            return result;
        });
    }

    private Connection connection(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("commit")) {
                Object result = step(connection, connection, method, arguments);
                commits.incrementAndGet();
                return result;
            }
            Object result = call(connection, method, arguments);
            return result instanceof PreparedStatement statement ? statement(connection, statement) : result;
        });
    }

    private PreparedStatement statement(Connection connection, PreparedStatement statement) {
        return proxy(
                PreparedStatement.class,
                (proxy, method, arguments) -> method.getName().startsWith("execute")
                        ? step(connection, statement, method, arguments)
                        : call(statement, method, arguments));
    }

    private Object step(Connection connection, Object target, Method method, Object[] arguments) throws Throwable {
        boolean breaksHere = steps.incrementAndGet() == breakAt;
        if (breaksHere && !afterTheStep) {
            throw broken(connection);
        }
        Object result = call(target, method, arguments);
        if (breaksHere) {
            throw broken(connection);
        }
        return result;
    }

    private static SQLException broken(Connection connection) throws SQLException {
        connection.close();
        return new SQLException("the connection broke", "08006");
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
