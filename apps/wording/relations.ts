/** What one person is to another, in the words of both apps: a person reads the same on the phone and on the desk. */
export const relationsZh = {
  spouse: '配偶',
  child: '子女',
  parent: '父母',
  sibling: '兄弟姐妹',
  grandchild: '孙辈',
  grandparent: '祖辈',
  guardian: '监护人',
  ward: '被监护人',
  neighbour: '邻居',
  other: '其他',
} as const;

export const relationsEn: Readonly<Record<keyof typeof relationsZh, string>> = {
  spouse: 'spouse',
  child: 'child',
  parent: 'parent',
  sibling: 'sibling',
  grandchild: 'grandchild',
  grandparent: 'grandparent',
  guardian: 'guardian',
  ward: 'ward',
  neighbour: 'neighbour',
  other: 'other',
};
