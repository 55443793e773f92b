using System.Collections.Immutable;

namespace Zhar.Web;

/// <summary>What <see cref="Socket.Connect"/> answers: <see cref="Accepted"/> or <see cref="Refused"/>.</summary>
public abstract record ConnectResult
{
    private protected ConnectResult()
    {
    }
}

/// <summary>The client may connect.</summary>
/// <param name="Id">Names the connections of one user: a broadcast of <c>disconnect</c> to it ends them. Default: none.</param>
/// <param name="Assigns">What the connection's channels know of it.</param>
public sealed record Accepted(string? Id, ImmutableDictionary<string, object?> Assigns) : ConnectResult
{
    /// <summary>Adds a value for the channels: <c>Accept(id).Assign("user_id", 7)</c>.</summary>
    public Accepted Assign(string key, object? value) => this with { Assigns = Assigns.SetItem(key, value) };
}

/// <summary>The client may not connect.</summary>
/// <param name="Reason">For the log.</param>
public sealed record Refused(string Reason) : ConnectResult
{
    /// <summary>The status of the answer. Default 403. Source: Phoenix.Endpoint.socket/3, error_handler.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no status of an error.</exception>
    public int Status
    {
        get;
        init => field = value is >= 400 and <= 599 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A client is refused with a status between 400 and 599, such as 429.");
    } = 403;
}
