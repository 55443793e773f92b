namespace Zhar.Live;

/// <summary>The icons that <see cref="CoreComponents.Icon(IconName, string, Web.Attrs)"/> draws.</summary>
public enum IconName
{
    /// <summary>A tick.</summary>
    Check,

    /// <summary>A cross.</summary>
    Close,

    /// <summary>To add something.</summary>
    Plus,

    /// <summary>To take something away.</summary>
    Minus,

    /// <summary>A pencil.</summary>
    Edit,

    /// <summary>A bin.</summary>
    Trash,

    /// <summary>A magnifying glass.</summary>
    Search,

    /// <summary>Three lines.</summary>
    Menu,

    /// <summary>Opens something below.</summary>
    ChevronDown,

    /// <summary>Closes what is below.</summary>
    ChevronUp,

    /// <summary>To the one before.</summary>
    ChevronLeft,

    /// <summary>To the next one.</summary>
    ChevronRight,

    /// <summary>Back.</summary>
    ArrowLeft,

    /// <summary>On.</summary>
    ArrowRight,

    /// <summary>An i in a circle.</summary>
    Info,

    /// <summary>A triangle with an exclamation mark.</summary>
    Warning,

    /// <summary>A person.</summary>
    User,

    /// <summary>A house.</summary>
    Home,

    /// <summary>A clock.</summary>
    Clock,

    /// <summary>A padlock.</summary>
    Lock,

    /// <summary>An envelope.</summary>
    Mail,

    /// <summary>An arrow down to a line.</summary>
    Download,

    /// <summary>An arrow up from a line.</summary>
    Upload,

    /// <summary>An arrow out of a frame: the link leads elsewhere.</summary>
    External,

    /// <summary>A star.</summary>
    Star,

    /// <summary>A heart.</summary>
    Heart,

    /// <summary>Two sheets.</summary>
    Copy,

    /// <summary>An arrow in a circle.</summary>
    Refresh,
}
