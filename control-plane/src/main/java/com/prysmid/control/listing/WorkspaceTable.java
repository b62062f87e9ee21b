package com.prysmid.control.listing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.prysmid.control.workspaces.WorkspaceView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table {@code workspace_row}. Blocks; callers bring the connection and the transaction. */
public final class WorkspaceTable {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private WorkspaceTable() {}

    /**
     * Writes a workspace as it is after a fact, unless a later one is written already.
     *
     * @param ordering the fact's number in the journal
     */
    public static void put(Connection connection, WorkspaceView view, long ordering) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO workspace_row (slug, account_id, status, name, view, ordering)"
                        + " VALUES (?, ?, ?, ?, ?::jsonb, ?) ON CONFLICT (slug) DO UPDATE SET"
                        + " account_id = excluded.account_id, status = excluded.status, name = excluded.name,"
                        + " view = excluded.view, ordering = excluded.ordering"
                        + " WHERE workspace_row.ordering <= excluded.ordering")) {
            statement.setString(1, view.slug().text());
            statement.setString(
                    2, view.accountId() == null ? null : view.accountId().text());
            statement.setString(3, view.status().wire());
            statement.setString(4, view.name().text());
            statement.setString(5, JSON.writeValueAsString(view));
            statement.setLong(6, ordering);
            statement.executeUpdate();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a workspace's view is no JSON", e);
        }
    }

    /** A page, in order of slug. */
    public static List<WorkspaceView> page(Connection connection, ListQuery query) throws SQLException {
        List<Object> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql(query, values))) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            List<WorkspaceView> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(JSON.readValue(rows.getString(1), WorkspaceView.class));
                }
            }
            return found;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row of the list cannot be read", e);
        }
    }

    /** Constant texts; what is asked for is bound. Every combination walks one index in order of slug. */
    static String sql(ListQuery query, List<Object> values) {
        StringBuilder sql = new StringBuilder("SELECT view FROM workspace_row WHERE slug > ?");
        values.add(query.after() == null ? "" : query.after());
        if (query.accounts() != null) {
            sql.append(" AND account_id = ANY (?)");
            values.add(query.accounts().toArray(String[]::new));
        }
        if (query.status() != null) {
            sql.append(" AND status = ?");
            values.add(query.status().wire());
        }
        if (query.text() != null) {
            sql.append(" AND (position(lower(?) IN slug) > 0 OR position(lower(?) IN lower(name)) > 0)");
            values.add(query.text());
            values.add(query.text());
        }
        sql.append(" ORDER BY slug LIMIT ?");
        values.add(query.limit());
        return sql.toString();
    }
}
