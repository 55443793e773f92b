using System.Threading.Channels;

namespace Zhar.Mail.Tests.Delivery;

/// <summary>An adapter that says when it is asked, and does then what the test wants.</summary>
internal sealed class ScriptedAdapter : MailAdapter
{
    private readonly Channel<(Email Email, TaskCompletionSource<MailReceipt> Answer)> _asked = Channel.CreateUnbounded<(Email, TaskCompletionSource<MailReceipt>)>();

    private readonly List<TaskCompletionSource<MailReceipt>> _taken = [];
    private volatile bool _isClosed;

    public override ValueTask<MailReceipt> Deliver(Email email, CancellationToken cancellationToken)
    {
        if (_isClosed)
            throw new MailException(MailFailure.Refused, "the test is over");
        var answer = new TaskCompletionSource<MailReceipt>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Writer.TryWrite((email, answer));
        return new(answer.Task.WaitAsync(cancellationToken));
    }

    /// <summary>Refuses what waits and what comes, so that nothing holds up the end of the node.</summary>
    internal void Close()
    {
        _isClosed = true;
        foreach (var answer in _taken)
            answer.TrySetException(new MailException(MailFailure.Refused, "the test is over"));
        while (_asked.Reader.TryRead(out var asked))
            asked.Answer.TrySetException(new MailException(MailFailure.Refused, "the test is over"));
    }

    internal int Waiting => _asked.Reader.Count;

    /// <summary>The next email that is to be delivered.</summary>
    internal async Task<(Email Email, TaskCompletionSource<MailReceipt> Answer)> Next()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var asked = await _asked.Reader.ReadAsync(patience.Token);
        _taken.Add(asked.Answer);
        return asked;
    }
}
