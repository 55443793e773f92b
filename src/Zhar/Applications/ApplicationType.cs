namespace Zhar;

/// <summary>What happens to the node when the top supervisor of an application ends by itself. Source: OTP application:start/2.</summary>
public enum ApplicationType
{
    /// <summary>The end is reported and the other applications go on.</summary>
    Temporary,

    /// <summary>The node stops, unless the reason is <c>normal</c>. <c>shutdown</c>, with which a supervisor gives up, counts as abnormal.</summary>
    Transient,

    /// <summary>The node stops, whatever the reason.</summary>
    Permanent,
}
