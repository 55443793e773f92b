using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Zhar.Mail;

/// <summary>Delivers emails by the adapter that the configuration names. Inject it.</summary>
/// <remarks>
/// <para>Its processes, for <see cref="DeliverLater"/> and the development mailbox, stand in the tree; <see cref="Deliver"/> works without them:</para>
/// <code>
/// protected override void Configure(IServiceCollection services, IConfiguration config) => services.AddMailer(config);
///
/// protected override SupervisorSpec Start() => Supervisor.OneForOne(Repo.Child(), Mailer.Child(), MyEndpoint.Child());
/// </code>
/// Source: Swoosh.Mailer.
/// </remarks>
public sealed class Mailer
{
    private readonly MailAdapter _adapter;
    private readonly Node? _node;
    private readonly ILogger _logger;

    internal Mailer(MailAdapter adapter, MailerOptions options, Node? node, ILogger logger)
    {
        _adapter = adapter;
        Options = options;
        _node = node;
        _logger = logger;
    }

    /// <summary>The settings.</summary>
    public MailerOptions Options { get; }

    /// <summary>The name of the adapter in logs and traces: <c>Smtp</c>, <c>Local</c>, …</summary>
    public string AdapterName => _adapter.GetType().Name.Replace("Adapter", "", StringComparison.Ordinal);

    /// <summary>The mailer's part of the tree: the queue of <see cref="DeliverLater"/> with its tasks, and the development mailbox.</summary>
    /// <remarks>A stop waits up to 10 s for what is being delivered. What waits then is lost, and the log says so.</remarks>
    public static ChildSpec Child() => Supervisor.Child(
        Supervisor.RestForOne(
            Mailbox.Child() with { Name = Mailbox.Name },
            TaskSupervisor.Child(MailQueue.Tasks),
            MailQueue.Child() with { Name = MailQueue.Name, Shutdown = Shutdown.After(TimeSpan.FromSeconds(10)) }),
        id: typeof(Mailer));

    /// <summary>Delivers an email and waits until the next station has it.</summary>
    /// <exception cref="MailException">It could not be delivered; <see cref="MailException.Failure"/> says why.</exception>
    public async Task<MailReceipt> Deliver(Email email, CancellationToken cancellationToken = default)
    {
        var complete = Complete(email);
        using var span = MailTelemetry.Start(this, complete);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var receipt = await _adapter.Deliver(complete, cancellationToken);
            MailTelemetry.Delivered(this, start);
            return receipt;
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            MailTelemetry.Failed(this, start, e);
            throw;
        }
    }

    /// <summary>As above, with a failure as a value: an <see cref="Error{T}"/> whose reason has the failure's name and its text.</summary>
    public async Task<Result<MailReceipt>> TryDeliver(Email email, CancellationToken cancellationToken = default)
    {
        try
        {
            return new Ok<MailReceipt>(await Deliver(email, cancellationToken));
        }
        catch (MailException e)
        {
            return new Error<MailReceipt>(ExitReason.Of(e.Failure.ToString(), e.Message));
        }
    }

    /// <summary>Delivers an email in a task of its own, soon, and tries again what may work later. The outcome is in the log and the metrics.</summary>
    /// <remarks>Emails wait in memory: what has not left when the machine goes down is lost. Under the test adapter it is delivered at once.</remarks>
    /// <exception cref="MailException">The email is not complete, or too many wait.</exception>
    /// <exception cref="CallExitException"><see cref="Child"/> is not in the tree.</exception>
    public async Task DeliverLater(Email email)
    {
        var complete = Complete(email);
        if (_adapter.IsImmediate)
        {
            await Deliver(complete);
            return;
        }

        var queue = new MailQueue.Ref(_node is null ? new ServerRef(MailQueue.Name) : new ServerRef(MailQueue.Name, _node));
        if (!await queue.Add(complete))
            throw new MailException(MailFailure.QueueFull, $"{Options.MaxWaiting} emails wait to be delivered, as many as may (Mailer:MaxWaiting). The mail server may be down: see the log.");
    }

    /// <summary>In a task of the queue: delivers, and tries again.</summary>
    internal async Task DeliverPatiently(Email email)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var receipt = await Deliver(email, Process.Token);
                if (_adapter.Sends)
                    MailLog.Delivered(_logger, email, receipt.Id);
                return;
            }
            catch (MailException e) when (e.IsTransient && attempt < Options.Retries)
            {
                var wait = TimeSpan.FromSeconds(2 * Math.Pow(4, Math.Min(attempt, 6)));
                MailLog.TriesAgain(_logger, email, e.Message, wait);
                await Process.Delay(wait);
            }
            catch (MailException e)
            {
                MailLog.NotDelivered(_logger, email, e.Message);
                return;
            }
        }
    }

    internal void Lost(int emails) => MailLog.Lost(_logger, emails);

    internal void Crashed(Email email, ExitReason reason) => MailLog.NotDelivered(_logger, email, reason.ToString());

    private Email Complete(Email email)
    {
        ArgumentNullException.ThrowIfNull(email);
        var complete = email.From is null && Options.From is { } from ? email with { From = from } : email;
        return complete.Fault(Options) is { } fault
            ? throw new MailException(MailFailure.Invalid, $"The email {HeaderText.Shown(complete.ToString())} cannot be sent: {fault}.")
            : complete;
    }
}
