namespace Zhar.Web;

/// <summary>A channel class that a socket can route to. Implemented by generated code for each partial class that derives from <see cref="Channel{TState}"/>.</summary>
public interface IChannel
{
    /// <summary>What a socket has to know of the class.</summary>
    static abstract ChannelDefinition Definition { get; }
}
