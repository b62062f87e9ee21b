package com.prysmid.tenant.mail;

import com.prysmid.tenant.protocol.Slug;
import java.util.concurrent.CompletionStage;

/** Where mails leave the house. */
public interface Post {

    /** One attempt; never blocks, and never fails: an outcome tells what came of it. */
    CompletionStage<PostOutcome> send(Slug workspace, Letter letter);
}
