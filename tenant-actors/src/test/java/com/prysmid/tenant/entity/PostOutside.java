package com.prysmid.tenant.entity;

import com.prysmid.tenant.mail.Letter;
import com.prysmid.tenant.mail.Post;
import com.prysmid.tenant.mail.PostOutcome;
import com.prysmid.tenant.protocol.Slug;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A post that answers as it is told to, and keeps what it was given. */
final class PostOutside implements Post {
    /** What comes of the next letters; they are sent where it is empty. */
    final Queue<PostOutcome> outcomes = new ConcurrentLinkedQueue<>();

    final Queue<Letter> tried = new ConcurrentLinkedQueue<>();

    @Override
    public CompletionStage<PostOutcome> send(Slug workspace, Letter letter) {
        PostOutcome told = outcomes.poll();
        tried.add(letter);
        return CompletableFuture.completedFuture(told == null ? new PostOutcome.Sent() : told);
    }
}
