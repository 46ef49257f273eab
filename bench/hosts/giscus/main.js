import "giscus";
