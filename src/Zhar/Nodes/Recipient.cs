using Zhar.Runtime;

namespace Zhar.Nodes;

/// <summary>Whom a signal is for on the receiving node: a process or an alias by number, or a registered name.</summary>
internal readonly record struct Recipient(RecipientKind Kind, long Id, string? Name)
{
    internal static Recipient Of(PidTarget target) => target switch
    {
        RemoteName name => new(RecipientKind.Name, 0, name.Name),
        AliasRef.Address or RemotePid { IsAlias: true } => new(RecipientKind.Alias, target.Id, null),
        _ => new(RecipientKind.Process, target.Id, null),
    };
}

internal enum RecipientKind : byte
{
    Process,
    Alias,
    Name,
}
