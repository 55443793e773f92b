global using Conn = Microsoft.AspNetCore.Http.HttpContext;
