namespace Zhar.Live;

/// <summary>How a page gets to an address. Source: navigation_type/2.</summary>
public enum NavigationType
{
    /// <summary>By a request of its own: it is no live view, stands in another live session, or is not of this site.</summary>
    Href,

    /// <summary>Over the same connection, to another live view of the live session.</summary>
    Navigate,

    /// <summary>It is another address of the same live view.</summary>
    Patch,
}
