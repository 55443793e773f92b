namespace Zhar.Mail.Tests.Delivery;

public sealed class DeliverLaterTests
{
    private static readonly Email Simple = new() { From = "ada@example.org", To = ["bob@example.org"], Subject = "Hello", Text = "Hello, Bob." };

    [Fact]
    public async Task It_returns_before_the_email_has_left()
    {
        var adapter = new ScriptedAdapter();
        await using var node = await MailNode.Start(adapter);

        await node.Mailer.DeliverLater(Simple);
        var (email, answer) = await adapter.Next();
        answer.SetResult(new MailReceipt("42"));

        Assert.Equal("Hello", email.Subject);
        await node.Test.Log.WaitFor(static e => e.Message.Contains("as 42", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_so_many_are_delivered_at_once_and_the_others_in_order()
    {
        var adapter = new ScriptedAdapter();
        await using var node = await MailNode.Start(adapter, new() { ["Mailer:Concurrency"] = "2" });
        for (var i = 0; i < 4; i++)
            await node.Mailer.DeliverLater(Simple with { Subject = $"{i}" });

        var first = await adapter.Next();
        var second = await adapter.Next();
        Assert.Equal(0, adapter.Waiting);
        first.Answer.SetResult(new MailReceipt("a"));
        var third = await adapter.Next();
        Assert.Equal(0, adapter.Waiting);
        second.Answer.SetResult(new MailReceipt("b"));
        var fourth = await adapter.Next();

        Assert.Equal(["0", "1"], new[] { first.Email.Subject, second.Email.Subject }.Order());
        Assert.Equal(["2", "3"], [third.Email.Subject, fourth.Email.Subject]);
    }

    [Fact]
    public async Task What_may_work_later_is_tried_again_after_a_while()
    {
        var adapter = new ScriptedAdapter();
        await using var node = await MailNode.Start(adapter, virtualTime: true);
        await node.Mailer.DeliverLater(Simple);

        foreach (var seconds in new[] { 2, 8, 32 })
        {
            (await adapter.Next()).Answer.SetException(new MailException(MailFailure.Temporary, "busy"));
            await node.Test.Eventually(() => node.Test.Node.TimerCount > 0);
            node.Test.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.Equal(0, adapter.Waiting);
            node.Test.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        (await adapter.Next()).Answer.SetException(new MailException(MailFailure.Temporary, "still busy"));
        var entry = await node.Test.Log.WaitFor(static e => e.Message.Contains("still busy", StringComparison.Ordinal));
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Error, entry.Level);
    }

    [Fact]
    public async Task What_the_server_refuses_is_not_tried_again()
    {
        var adapter = new ScriptedAdapter();
        await using var node = await MailNode.Start(adapter);
        await node.Mailer.DeliverLater(Simple);

        (await adapter.Next()).Answer.SetException(new MailException(MailFailure.Refused, "no such user"));

        var entry = await node.Test.Log.WaitFor(static e => e.Message.Contains("no such user", StringComparison.Ordinal));
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Error, entry.Level);
        Assert.Equal(0, adapter.Waiting);
    }

    [Fact]
    public async Task An_adapter_that_throws_harms_only_its_email()
    {
        var adapter = new ScriptedAdapter();
        await using var node = await MailNode.Start(adapter, new() { ["Mailer:Concurrency"] = "1" });
        await node.Mailer.DeliverLater(Simple);
        await node.Mailer.DeliverLater(Simple with { Subject = "next" });

        (await adapter.Next()).Answer.SetException(new InvalidOperationException("a bug"));
        var (email, answer) = await adapter.Next();
        answer.SetResult(new MailReceipt("1"));

        Assert.Equal("next", email.Subject);
        await node.Test.Log.WaitFor(static e => e.Message.StartsWith("Could not deliver \"Hello\"", StringComparison.Ordinal) && e.Message.Contains("a bug", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_queue_is_an_error()
    {
        await using var node = await MailNode.Start(new ScriptedAdapter(), new() { ["Mailer:Concurrency"] = "1", ["Mailer:MaxWaiting"] = "1" });
        await node.Mailer.DeliverLater(Simple);
        await node.Mailer.DeliverLater(Simple);

        var e = await Assert.ThrowsAsync<MailException>(() => node.Mailer.DeliverLater(Simple));

        Assert.Equal(MailFailure.QueueFull, e.Failure);
    }

    [Fact]
    public async Task A_stop_waits_for_what_is_on_its_way()
    {
        var adapter = new ScriptedAdapter();
        await using var node = await MailNode.Start(adapter, new() { ["Mailer:Concurrency"] = "1" });
        await node.Mailer.DeliverLater(Simple);
        await node.Mailer.DeliverLater(Simple with { Subject = "next" });
        var (_, first) = await adapter.Next();

        var stopped = node.Test.DisposeAsync().AsTask();
        first.SetResult(new MailReceipt("1"));
        var (email, second) = await adapter.Next();
        second.SetResult(new MailReceipt("2"));
        await stopped.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("next", email.Subject);
        Assert.DoesNotContain(node.Test.Log.Entries, static e => e.Message.Contains("before", StringComparison.Ordinal));
    }
}
