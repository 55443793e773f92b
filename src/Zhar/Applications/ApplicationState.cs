namespace Zhar;

/// <summary>What an application of a node does now.</summary>
public enum ApplicationState
{
    /// <summary>Known, with its environment, and not running.</summary>
    Loaded,

    /// <summary>Its tree is being started.</summary>
    Starting,

    /// <summary>Its tree runs.</summary>
    Running,

    /// <summary>Its tree is being shut down.</summary>
    Stopping,
}
