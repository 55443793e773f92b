namespace Zhar.Mail;

/// <summary>What one test has sent by the <c>Test</c> adapter. Tests with inboxes of their own run beside each other.</summary>
/// <remarks>
/// <para>The code that the test calls and the processes that it starts deliver here; processes that ran before do not.</para>
/// <code>
/// using var inbox = TestInbox.Open();
/// await Get("/register");
/// inbox.AssertEmailSent(to: "ada@example.org", subject: "Welcome");
/// </code>
/// Source: Swoosh.TestAssertions.
/// </remarks>
public sealed class TestInbox : IDisposable
{
    /// <summary>How long <see cref="ExpectEmail"/> waits unless it is told otherwise: 5 s.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private static readonly object Key = typeof(TestInbox);

    private readonly Lock _lock = new();
    private readonly List<Email> _emails = [];
    private readonly List<(Func<Email, bool> Match, TaskCompletionSource<Email> Found)> _waiting = [];
    private readonly object? _outer;

    private TestInbox() => _outer = Process.GetInherited(Key);

    /// <summary>All it has got, oldest first, asserted or not.</summary>
    public IReadOnlyList<Email> Emails
    {
        get
        {
            lock (_lock)
                return [.. _emails];
        }
    }

    internal static TestInbox? Current => Process.GetInherited(Key) as TestInbox;

    /// <summary>An inbox for what the current flow of control sends, and what it starts from now on. Not in an async method that the test awaits: what is set there is undone.</summary>
    public static TestInbox Open()
    {
        var inbox = new TestInbox();
        Process.PutInherited(Key, inbox);
        return inbox;
    }

    /// <summary>Checks that an email was sent in which all that is named is so. It may stand at any place among the emails.</summary>
    /// <param name="from">The address of the sender.</param>
    /// <param name="to">An address among To, Cc and Bcc.</param>
    /// <param name="subject">The whole subject.</param>
    /// <param name="text">A part of the text.</param>
    /// <param name="html">A part of the HTML.</param>
    /// <returns>The first such email.</returns>
    /// <exception cref="MailAssertionException">None was; the text lists those that were.</exception>
    public Email AssertEmailSent(string? from = null, string? to = null, string? subject = null, string? text = null, string? html = null)
    {
        var pattern = new EmailPattern(from, to, subject, text, html);
        return AssertEmailSent(pattern.Matches, pattern.ToString());
    }

    /// <summary>As above, by a condition.</summary>
    public Email AssertEmailSent(Func<Email, bool> match) => AssertEmailSent(match, "that the condition accepts");

    /// <summary>Checks that no email was sent in which all that is named is so; with nothing named, that none was sent at all.</summary>
    /// <exception cref="MailAssertionException">One was.</exception>
    public void RefuteEmailSent(string? from = null, string? to = null, string? subject = null, string? text = null, string? html = null)
    {
        var pattern = new EmailPattern(from, to, subject, text, html);
        if (Emails.FirstOrDefault(pattern.Matches) is { } email)
            throw new MailAssertionException($"An email {pattern} was sent: {email}.");
    }

    /// <summary>Waits for an email that <paramref name="match"/> accepts, sent before or from now on by a process that works beside the test.</summary>
    /// <exception cref="MailAssertionException">None came within <paramref name="timeout"/>, 5 s by default.</exception>
    public async Task<Email> ExpectEmail(Func<Email, bool>? match = null, TimeSpan? timeout = null)
    {
        var wanted = match ?? (static _ => true);
        TaskCompletionSource<Email> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_emails.FirstOrDefault(wanted) is { } email)
                return email;
            _waiting.Add((wanted, found));
        }

        try
        {
            return await found.Task.WaitAsync(timeout ?? DefaultTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new MailAssertionException($"No such email was sent within {timeout ?? DefaultTimeout}. {Sent()}");
        }
    }

    /// <summary>Closes the inbox: what the flow of control sends from now on goes where it went before.</summary>
    public void Dispose() => Process.PutInherited(Key, _outer);

    internal void Add(Email email)
    {
        lock (_lock)
        {
            _emails.Add(email);
            foreach (var (_, found) in _waiting.Where(w => w.Match(email)))
                found.TrySetResult(email);
            _waiting.RemoveAll(static w => w.Found.Task.IsCompleted);
        }
    }

    private Email AssertEmailSent(Func<Email, bool> match, string what) =>
        Emails.FirstOrDefault(match) ?? throw new MailAssertionException($"No email {what} was sent. {Sent()}");

    private string Sent() => Emails is { Count: > 0 } emails
        ? "These were:\n" + string.Join('\n', emails.Select(static e => $"  from {e.From?.Address} {e}"))
        : "None was sent at all.";
}
