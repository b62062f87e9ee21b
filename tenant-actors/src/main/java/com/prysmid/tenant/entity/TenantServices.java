package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.CryptoProviders;
import com.prysmid.tenant.crypto.KeyEncryptionKey;
import com.prysmid.tenant.crypto.PasswordHashing;
import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SigningKeys;
import com.prysmid.tenant.crypto.TokenSigning;
import com.prysmid.tenant.mail.Post;
import com.prysmid.tenant.outbound.Outbound;
import com.prysmid.tenant.protocol.PublicOrigin;
import com.prysmid.tenant.upstream.Presets;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What the entities of one node share. Thread-safe; closed by whoever made it.
 *
 * @param keyWork  makes, opens and parses keys: milliseconds of a core each
 * @param outbound the only way to addresses that tenants name
 * @param post     the way of mails to people
 * @param presets  where the upstream providers are that everybody knows
 */
public record TenantServices(
        PasswordHashing passwords,
        TokenSigning signing,
        SigningKeys signingKeys,
        CryptoProviders providers,
        KeyEncryptionKey keyEncryptionKey,
        Executor keyWork,
        RandomSecrets random,
        Clock clock,
        PublicOrigin origin,
        TenantReads reads,
        Outbound outbound,
        Post post,
        Presets presets) {}
