namespace Zhar.Web;

/// <summary>Which channel answers which topic.</summary>
internal sealed class ChannelRoutes
{
    private readonly List<(string Prefix, bool IsExact, ChannelDefinition Channel)> _routes = [];

    internal int Count => _routes.Count;

    internal void Add(string topic, ChannelDefinition channel)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        var star = topic.IndexOf('*', StringComparison.Ordinal);
        if (star >= 0 && star != topic.Length - 1)
            throw new ArgumentException($"The topic \"{topic}\" has its * inside. It stands at the end alone: \"{topic[..star]}*\".", nameof(topic));
        var route = (star < 0 ? topic : topic[..star], star < 0, channel);
        if (_routes.Exists(r => r.Prefix == route.Item1 && r.IsExact == route.Item2))
            throw new ArgumentException($"The topic \"{topic}\" has a channel already. Each topic is given once.", nameof(topic));
        _routes.Add(route);
    }

    /// <summary>The channel of a topic, with what the <c>*</c> stands for; <c>null</c> when none matches.</summary>
    internal ChannelDefinition? Match(string topic, out string rest)
    {
        foreach (var (prefix, isExact, channel) in _routes)
        {
            if (isExact ? topic == prefix : topic.StartsWith(prefix, StringComparison.Ordinal))
            {
                rest = isExact ? "" : topic[prefix.Length..];
                return channel;
            }
        }

        rest = "";
        return null;
    }
}
