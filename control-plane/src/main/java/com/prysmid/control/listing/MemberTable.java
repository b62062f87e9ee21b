package com.prysmid.control.listing;

import com.prysmid.control.accounts.AccountEvent;
import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.MemberId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The table {@code account_member}: which accounts to ask about a person. What they may do there is known by the accounts alone. Blocks;
 * callers bring the connection and the transaction.
 */
public final class MemberTable {
    private MemberTable() {}

    /** Follows a fact. Facts come in the order of the journal, and again only after a transaction that was undone. */
    public static void put(Connection connection, AccountEvent event) throws SQLException {
        switch (event) {
            case AccountEvent.Opened e -> add(connection, e.accountId(), e.owner());
            case AccountEvent.Joined e -> add(connection, e.accountId(), e.member());
            case AccountEvent.Left e -> remove(connection, e.accountId(), e.member());
            case AccountEvent.Invited e -> {}
            case AccountEvent.InvitationWithdrawn e -> {}
            case AccountEvent.RoleChanged e -> {}
        }
    }

    private static void add(Connection connection, AccountId account, MemberId member) throws SQLException {
        run(
                connection,
                "INSERT INTO account_member (member_id, account_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                account,
                member);
    }

    private static void remove(Connection connection, AccountId account, MemberId member) throws SQLException {
        run(connection, "DELETE FROM account_member WHERE member_id = ? AND account_id = ?", account, member);
    }

    private static void run(Connection connection, String sql, AccountId account, MemberId member) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, member.text());
            statement.setString(2, account.text());
            statement.executeUpdate();
        }
    }

    /** The accounts that this person belongs to, in order of id. */
    public static List<AccountId> accountsOf(Connection connection, MemberId member) throws SQLException {
        List<AccountId> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT account_id FROM account_member WHERE member_id = ? ORDER BY account_id")) {
            statement.setString(1, member.text());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new AccountId(rows.getString(1)));
                }
            }
        }
        return found;
    }
}
